/* The search of the whole site: fetched when a reader first reaches for it. Looking up is `find`, showing is below. */
import MiniSearch from "./vendor/minisearch.js";

const ROOT = new URL("../", import.meta.url);
const HAN = /\p{sc=Han}/u;
const LONG = 160; // letters of a query that are looked at
const SCALES = { "亿": 1e8, "万亿": 1e12, "万": 1e4, "百万": 1e6, "千": 1e3, million: 1e6, mn: 1e6, m: 1e6, billion: 1e9,
  bn: 1e9, b: 1e9, thousand: 1e3, k: 1e3, trillion: 1e12, trieu: 1e6, ty: 1e9, nghin: 1e3 };
const DIGITS = "零一二三四五六七八九";

/* ----- Words: one fold for what is looked for and what is looked through ----- */

let simple = new Map(); // traditional character → simplified one
const sounds = new Map(); // character → how it is read

/** Text without marks, case, width and traditional characters. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d")
  .replace(/[’‘\u0060´]/g, "'").replace(/\p{sc=Han}/gu, (c) => simple.get(c) || c);
const spoken = (text) => fold(text).replace(/\p{sc=Han}/gu, (c) => sounds.get(c) || c);
const joined = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

const WORD = /\p{sc=Han}+|(?:(?!\p{sc=Han})[\p{L}\p{N}])+(?:[.,]\d+)*/gu;
const plain = (word) => /^\d{1,3}([,.]\d{3})+$/.test(word) ? word.replace(/[,.]/g, "") : word;
const SCALED = /(\d+(?:[.,]\d+)*)\s*(万亿|百万|亿|万|千|(?:million|billion|trillion|thousand|trieu|nghin|mn|bn|ty|m|b|k)(?![a-z]))/g;
const scaled = (folded) => folded.replace(/[零一二三四五六七八九](?=[亿万千])/g, (c) => DIGITS.indexOf(c))
  .replace(SCALED, (all, n, scale) => {
    const value = Number(plain(n).replace(",", ".")) * SCALES[scale];
    return Number.isFinite(value) ? ` ${Math.round(value)} ` : all;
  });

/** The stem of an English word, spelt in one way: labelling, labeled and label are one; so are licence and license. */
export const stem = (word) => {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  let w = word.replace(/is(?=e[sdr]?$|ing$|ations?$)/, "iz").replace(/our(?=s?$|ed$|ing$)/, "or").replace(/licenc/, "licens")
    .replace(/mmes?$/, "m").replace(/tre$/, "ter").replace(/ies$/, "y").replace(/([^suie])s$/, "$1").replace(/es$/, "e");
  for (let i = 0; i < 2; i++) {
    const less = w.replace(/(?:r?ations?|ings?|ed|ers?)$/, "");
    if (less.length > 2 && less !== w && /[aeiouy]/.test(less)) w = less.replace(/([bdglmnprt])\1$/, "$1");
  }
  return w.length > 4 ? w.replace(/e$/, "") : w;
};

let says = []; // phrases of other languages → our words
let stop = new Set(), weak = new Set();
const same = new Map(); // stem → the first of the words that mean the same

/** A word as it is compared: its stem, or the word that stands for all that mean the same. */
const key = (word) => { const s = stem(word); return same.get(s) || s; };
const pairs = (run) => run.length < 2 ? [run] : [...run].slice(0, -1).map((c, i) => c + run[i + 1]);

/** The words of a text as the index holds them: as written, as compared, Chinese in pairs, numbers with their scale. */
const indexed = (text) => {
  const folded = fold(text), out = new Set();
  for (const piece of [folded, scaled(folded)]) for (const raw of piece.match(WORD) || []) {
    const word = plain(raw);
    if (HAN.test(word)) { pairs(word).forEach((p) => out.add(p)); out.add([...word].at(-1)); if (word.length < 5) out.add(key(word)); }
    else { out.add(word); out.add(key(word)); }
  }
  return [...out];
};

/** What a reader typed: folded, its words, and those of them that carry something. */
export const read = (typed) => {
  let text = fold(typed.replace(/[\p{C}]/gu, " ").slice(0, LONG)).replace(/\s+/g, " ").trim();
  const whole = text;
  for (const [phrase, ours] of says) if (text.includes(phrase)) text = text.replaceAll(phrase, ` ${ours} `);
  const words = (scaled(text).match(WORD) || []).map(plain);
  const strong = words.filter((w) => !stop.has(w));
  const telling = strong.filter((w) => !weak.has(w));
  return { whole, words: telling.length ? telling : strong.length ? strong : words, name: joined(whole) };
};

/* ----- What is looked through ----- */

const fetched = new Map();
const shard = (name) => {
  if (!fetched.has(name)) {
    fetched.set(name, fetch(new URL(`search/${name}.json`, ROOT)).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).catch((error) => { fetched.delete(name); throw error; }));
  }
  return fetched.get(name);
};

const docs = [], rows = [], asks = [];
const names = new Map(); // a name in one word → the documents that have it
const written = new Map(); // a name in one word → as it is written
let kinds, full, spelt;
const start = (core) => {
  ({ kinds } = core);
  const chars = [...core.simple];
  simple = new Map(chars.flatMap((c, i) => i % 2 ? [] : [[c, chars[i + 1]]]));
  for (const syllable of core.sounds.split(" ")) {
    const latin = syllable.match(/^[a-z]+/)[0];
    for (const c of syllable.slice(latin.length)) sounds.set(c, latin);
  }
  stop = new Set(core.stop);
  weak = new Set(core.weak);
  for (const group of core.same) {
    const first = stem(fold(group[0]));
    for (const word of group) same.set(stem(fold(word)), first);
  }
  says = Object.entries(core.says).map(([a, b]) => [fold(a), b]).sort((a, b) => b[0].length - a[0].length);
  const exact = { tokenize: (text) => [text], processTerm: (term) => term };
  full = new MiniSearch({ fields: ["title", "names", "text"], tokenize: indexed, processTerm: (term) => term,
    searchOptions: exact });
  spelt = new MiniSearch({ fields: ["names"], tokenize: (text) => text.split("|"), processTerm: (term) => term,
    searchOptions: exact });
};

const called = (doc, name, whole) => {
  const one = joined(fold(name));
  if (!one) return;
  for (const form of new Set([one, joined(spoken(name))])) {
    if (!names.has(form)) names.set(form, new Map());
    // As written a name weighs a little more than as read.
    const given = names.get(form);
    given.set(doc.id, Math.max(given.get(doc.id) || 0, form === one ? 1 : 0));
    if (!written.has(form)) written.set(form, name);
    doc.called.push(form);
    if (!whole && form.length > 2) doc.forms.push(form);
  }
};
const add = (packed) => {
  const [kind, at, title, given = "", text = "", number = "", own = 0] = packed;
  const list = given ? given.split("|") : [];
  const doc = { id: docs.length, kind: kinds[kind], at, title, names: list.map((n) => n.replace(/^=/, "")), text, number,
    rows: own, forms: [], called: [] };
  docs.push(doc);
  called(doc, title, false);
  if (/ \(/.test(title)) called(doc, title.split(" (")[0], false);
  for (const name of list) called(doc, name.replace(/^\x01/, ""), name[0] === "\x01");
  const extra = own ? " filed filing services registered registration applications" : "";
  full.add({ id: doc.id, title, names: [...doc.names, ...new Set(doc.forms)].join(" | "), text: `${text} ${number}${extra}` });
  spelt.add({ id: doc.id, names: [...new Set([...doc.called, ...title.split(/\s/).map((w) => joined(fold(w)))])].join("|") });
};
const pause = () => new Promise((done) => setTimeout(done));
const addAll = async (list) => {
  let since = performance.now();
  for (const packed of list) {
    add(packed);
    if (performance.now() - since > 12) { await pause(); since = performance.now(); }
  }
};

const addRows = (table, register) => {
  const [zh, en, by, number, also] = ["zh", "en", "by", "number", "also"].map((column) => table[column].split("\n"));
  table.no.forEach((no, i) => {
    const day = String(table.day[i]), [list, title, first] = table.lists[table.list[i]];
    const [place, placeZh, latin] = table.places[table.place[i]];
    const [middle, end] = number[i].split(" ");
    const reference = number[i][0] === "=" ? number[i].slice(1) : `${latin}-${middle}-${day}${end}`;
    const part = Math.floor((no - first) / table.part) + 1;
    const name = fold(zh[i]), says = table.spoken[i] || joined(spoken(zh[i]));
    const provider = fold(by[i]), saysBy = table.spokenBy[i] || joined(spoken(by[i]));
    rows.push({ register, i, no, zh: zh[i], en: en[i], by: by[i], place, reference, day, list: title,
      at: `${table.folder}${list}/${part > 1 ? `part-${part}/` : ""}#no-${no}`, one: `${table.done} ${table.one}`,
      name, says, provider, saysBy, own: [joined(name), says, ...[en[i], ...also[i].split("|")].map((n) => joined(fold(n)))].filter(Boolean),
      text: fold([zh[i], en[i], also[i], by[i], place, placeZh, reference, no].join("\n")),
      latin: `${says}|${saysBy}|${joined(fold(en[i]))}|${joined(fold(reference))}` });
  });
};

let ready;
const stages = { facts: null };
/** Fetches what a first search needs: pages, records and rows of both registers. */
export const load = () => ready ??= (async () => {
  const wanted = ["core", "filings", "registrations"].map(shard);
  const core = await wanted[0];
  start(core);
  await addAll(core.docs);
  for (const [at, ...phrases] of core.asks) for (const phrase of phrases) asks.push({ at, keys: new Set(read(phrase).words.map(key)) });
  addRows(await wanted[1], 0);
  addRows(await wanted[2], 1);
  misspelt = null;
})().catch((error) => { ready = null; throw error; });
/** Fetches the rest: figures, disputes, events and cases. */
export const loadFacts = () => stages.facts ??= shard("facts").then((facts) => addAll(facts.docs))
  .catch((error) => { stages.facts = null; throw error; });

/* ----- Finding ----- */

const WEIGHT = { answer: 9, organisation: 8, rule: 7, article: 5, term: 7, group: 6, person: 6, list: 5, row: 4, event: 2, case: 2,
  figure: 2, dispute: 2 };
const edits = (word) => HAN.test(word) || /\d/.test(word) || word.length < 4 ? 0 : word.length < 9 ? 1 : 2;
/** Whether every wanted word stands in a set; how much of the set they are. */
const share = (wanted, has) => [...wanted].filter((w) => has.has(w)).length;

const askedFor = (ask, scores) => {
  const wanted = new Set(ask.words.map(key));
  for (const { at, keys } of asks) {
    const common = share(keys, wanted);
    if (!common) continue;
    const score = common === keys.size && common === wanted.size ? 120
      : common === keys.size && common > 1 ? 70 + 30 * common / wanted.size
        : common === wanted.size && common * 2 >= keys.size && common > 1 ? 50 + 10 * common / keys.size : 0;
    if (score) scores(byPlace.get(at), score);
  }
};
const byPlace = { get: (at) => docs.find((doc) => doc.at === at) };

/** The words of a query as a question to the index: each as it is, as it is compared, or as the beginning of a word. */
const asking = (words, way) => ({ combineWith: way, queries: words.map((word) => HAN.test(word) && word.length > 1
  ? { combineWith: "OR", queries: [{ combineWith: "AND", queries: pairs(word) }, ...(same.has(word) ? [same.get(word)] : [])] }
  : { combineWith: "OR", queries: [...new Set([word, key(word)])], prefix: (term) => term === word && term.length > 2 || HAN.test(term) }) });
const ABOUT = ["file", "filing", "register", "registration"].map(stem);
const boost = { title: 4, names: 5, text: 1 };

let misspelt;
/** The Latin words of the rows' names, to find one that was typed with a wrong letter. */
const rowWords = () => {
  if (misspelt) return misspelt;
  misspelt = new MiniSearch({ fields: ["own"], tokenize: (text) => text.split("|"), processTerm: (term) => term,
    searchOptions: { tokenize: (text) => [text], processTerm: (term) => term } });
  rows.forEach((row, id) => misspelt.add({ id, own: [...row.own.filter((o) => !HAN.test(o)),
    ...(row.name.match(/[a-z]{4,}/g) || [])].join("|") }));
  return misspelt;
};

const rowScore = (row, ask) => {
  const { name, words, whole } = ask;
  if (row.own.includes(name)) return 66;
  if (joined(fold(row.reference)) === name || row.provider === whole || row.saysBy === name) return 80;
  if (HAN.test(name)) {
    if (row.name.includes(whole)) return row.name.startsWith(whole) ? 45 : 42;
    if (row.provider.includes(whole)) return 38;
  } else if (name.length > 3 || (name.length > 1 && !/\d/.test(name))) {
    const long = name.length > 3;
    if (row.says.startsWith(name) && long) return 44;
    if (new RegExp(`(^|[^a-z])${name}`).test(row.name)) return 43;
    if (long && name.length > 5 && row.latin.includes(name)) return 36;
    if (long && row.saysBy.startsWith(name)) return 36;
  }
  if (/^\d+$/.test(name) && String(row.no) === name) return 24;
  if (words.length && words.every((w) => row.text.includes(w) || (w.length > 3 && row.latin.includes(w)))) return 32;
  return 0;
};

/** Everything that fits a query, the best first: `{ hits, ask, corrected, total }`. */
export const find = (typed) => {
  const ask = read(typed);
  if (!ask.words.length && !ask.name) return { hits: [], ask, corrected: "" };
  const found = new Map();
  const put = (doc, score) => {
    if (doc && score > (found.get(doc) || 0)) found.set(doc, score);
  };
  askedFor(ask, put);
  const short = joined(ask.words.join(""));
  // A name may stand beside what is asked of it: "deepseek filing".
  const bare = joined(ask.words.filter((word) => !ABOUT.includes(key(word))).join(""));
  for (const [name, score] of [[bare, 92], [short, 95], [ask.name, 110]]) for (const [id, more] of names.get(name) || []) put(docs[id], score + more);
  if (ask.name.length > 2 || HAN.test(ask.name)) {
    for (const doc of docs) {
      if (doc.forms.some((form) => form.startsWith(ask.name))) put(doc, 60);
      else if (HAN.test(ask.name) && doc.forms.some((form) => form.includes(ask.name))) put(doc, 52);
    }
  }
  if (/^\d+$/.test(short)) for (const doc of docs) if (doc.number === short) put(doc, 100);
  const wanted = new Set(ask.words.map(key));
  const rate = (result, base) => {
    const doc = docs[result.id];
    const title = new Set((fold(doc.title).match(WORD) || []).map(key));
    const common = share(wanted, title);
    put(doc, base + (common === wanted.size ? 12 + 14 * common / title.size : 6 * common / wanted.size) + Math.min(4, result.score / 12));
  };
  const results = full.search(asking(ask.words, "AND"), { boost });
  results.forEach((result) => rate(result, 30));
  const ranked = rows.map((row) => [row, rowScore(row, ask)]).filter(([, score]) => score);
  ranked.forEach(([row, score]) => found.set(row, score));
  let corrected = "";
  const best = Math.max(0, ...found.values());
  const close = edits(ask.name);
  if (best < 60 && close) {
    for (const result of spelt.search(ask.name, { fuzzy: close }).slice(0, 40)) {
      const doc = docs[result.id];
      put(doc, (result.terms.some((term) => doc.called.includes(term)) ? 50 : 44) + Math.min(4, result.score / 4) - (best > 40 && !result.terms.length ? 10 : 0));
      if (!results.length && best < 40) corrected ||= written.get(result.terms[0]) || result.terms[0];
    }
    if (best < 40) for (const result of rowWords().search(ask.name, { fuzzy: close }).slice(0, 12)) {
      if (!found.has(rows[result.id])) found.set(rows[result.id], 41);
      corrected ||= result.terms[0];
    }
  }
  if (!results.length && best < 60) {
    for (const word of ask.words) for (const id of word.length > 2 && names.get(word)?.keys() || []) if (docs[id].rows) put(docs[id], 40);
    const near = full.search({ combineWith: "AND", queries: ask.words.map((word) => ({ combineWith: "OR",
      queries: [...new Set([word, key(word)])], fuzzy: (term) => edits(term) && 1, prefix: (term) => term.length > 3 })) }, { boost });
    near.forEach((result) => rate(result, 26));
    if (near.length) {
      const said = near[0].queryTerms.length ? near[0].terms : [];
      corrected ||= ask.words.map((word) => said.includes(word) || said.includes(key(word)) ? word
        : said.filter((t) => Math.abs(t.length - word.length) < 3 && t[0] === word[0]).sort((a, b) => b.length - a.length)[0] || word).join(" ");
    } else {
      full.search(asking(ask.words, "OR"), { boost, fuzzy: (term) => edits(term) && 0.2 }).slice(0, 40).forEach((result) =>
        put(docs[result.id], 4 + 16 * result.queryTerms.length / (2 * ask.words.length) + Math.min(6, result.score / 12)));
    }
  }
  if (corrected === ask.name || corrected === ask.whole) corrected = "";
  // A name that stands for rows brings them along, the oldest first.
  const hits = [...found].map(([hit, score]) => ({ hit, score: score + (WEIGHT[hit.kind || "row"]) }));
  const top = hits.filter(({ hit }) => hit.rows).sort((a, b) => b.score - a.score)[0];
  if (top && top.score > 45) {
    const own = new Set([0, 1].flatMap((register) => (top.hit.rows[register] || []).map((i) => rows.find((r) => r.register === register && r.i === i))));
    for (const row of own) {
      const known = hits.find(({ hit }) => hit === row);
      if (known) known.score = Math.max(known.score, Math.min(66, top.score - 1));
      else if (row) hits.push({ hit: row, score: Math.min(64, top.score - 2) });
    }
  }
  hits.sort((a, b) => b.score - a.score || (a.hit.day || "").localeCompare(b.hit.day || "") || (a.hit.id ?? a.hit.i) - (b.hit.id ?? b.hit.i));
  return { hits: hits.map(({ hit, score }) => ({ ...hit, kind: hit.kind || "row", score })), ask, corrected };
};
/** Whether figures, disputes and events may hold a better answer than what is there. */
export const wantsFacts = ({ hits, ask }) => /\d/.test(ask.whole) || hits.length < 3 || hits[0].score < 70;

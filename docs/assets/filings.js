/* The search over the rows of both registers. They are fetched when a reader reaches for the form or comes with a filter in
   the address. Free text is `find` there: the theme's search owns `q`. Text from the data is only ever set as text. */
(() => {
  "use strict";
  const form = document.getElementById("filings-search");
  const found = document.getElementById("filings-found");
  if (!form || !found) return;
  const output = form.elements.found;
  const STEP = 100;
  const NAMES = ["find", "register", "province", "list", "from", "to"];
  const KINDS = { filing: ["filed", "filed service", "filed services"],
    registration: ["registered", "registered application", "registered applications"] };
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  const make = (tag, props = {}, ...inner) => {
    const el = Object.assign(document.createElement(tag), props);
    el.append(...inner);
    return el;
  };
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const day = (iso) => `${+iso.slice(8)} ${MONTHS[+iso.slice(5, 7) - 1]} ${iso.slice(0, 4)}`;
  const count = (n) => n.toLocaleString("en-GB");
  const han = (text) => /[\u3400-\u9fff]/.test(text) ? "zh-Hans" : "";

  let loading;
  const one = (register) => fetch(`${form.dataset[register]}rows.json`).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }).then((data) => ({ groups: data.groups, rows: data.rows.map(([list, number, zh, en, provider, province, reference, date, late]) => {
    const [id, , first] = data.lists[list];
    const [key, place, placeZh] = data.provinces[province];
    const part = Math.floor((number - first) / data.part) + 1;
    return {
      register, list: id, number, zh, en, provider, key, place, reference, date, late,
      href: `${form.dataset[register]}${id}/${part > 1 ? `part-${part}/` : ""}#no-${number}`,
      text: fold([zh, en || "", provider, place, placeZh || "", reference, date, day(date), number].join("\n")),
    };
  }) })).then(({ groups, rows }) => {
    // A row is found by every name of the group its provider belongs to.
    for (const [, names, , sure, doubtful] of groups) for (const i of [...sure, ...doubtful]) rows[i].text += fold(`\n${names}`);
    return { rows, groups: groups.map(([name, names, href, sure]) => ({ name, names: fold(names), href, register, n: sure.length })) };
  });
  // Of both registers: the rows, latest first, and the groups with how many rows each holds.
  const load = () => loading ??= Promise.all(Object.keys(KINDS).map(one)).then((found) => ({
    rows: found.flatMap((each) => each.rows).sort((a, b) => a.date < b.date ? 1 : a.date > b.date ? -1
      : a.register < b.register ? -1 : a.register > b.register ? 1 : b.number - a.number),
    groups: found[0].groups.map((group, i) => ({ ...group, held: found.map((each) => each.groups[i].n) })),
  })).catch((error) => {
    loading = undefined;
    throw error;
  });

  const wanted = () => Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
  const fits = (row, ask, words) => words.every((word) => row.text.includes(word))
    && (!ask.register || row.register === ask.register) && (!ask.province || row.key === ask.province)
    && (!ask.list || row.list === ask.list) && (!ask.from || row.date >= ask.from) && (!ask.to || row.date <= ask.to);

  const HEADS = ["No.", "Name", "Register", "Provider", "Place", "Filing or launch number", "Date"];
  const line = (row) => {
    const cell = (label, text, lang = "", tag = "td") => {
      const el = make(tag, {}, text);
      if (tag === "td") el.dataset.label = label;
      if (lang) el.lang = lang;
      return el;
    };
    const name = cell("", row.zh, han(row.zh), "th");
    name.scope = "row";
    if (row.en) name.append(" ", make("span", { lang: "en", textContent: row.en }));
    const number = cell(HEADS[0], make("a", { href: row.href, textContent: row.number }));
    number.className = "num";
    return make("tr", {}, number, name, cell(HEADS[2], KINDS[row.register][0]),
      cell(HEADS[3], row.provider, han(row.provider)), cell(HEADS[4], row.place), cell(HEADS[5], row.reference),
      cell(HEADS[6], day(row.date) + (row.late ? " (late entry)" : "")));
  };

  // The groups whose names have every word: name, how many filings and registrations, a link to the page.
  const told = (groups, words) => {
    const fit = words.length ? groups.filter((group) => words.every((word) => group.names.includes(word))) : [];
    return fit.slice(0, 5).map(({ name, href, held: [filed, registered] }) => make("p", { className: "found-group" },
      make("a", { href: form.dataset.home + href, textContent: name }),
      `: ${count(filed)} ${filed === 1 ? "filing" : "filings"}, ${count(registered)} ${registered === 1 ? "registration" : "registrations"}`));
  };
  const csv = (rows) => [HEADS, ...rows.map((row) => [row.number, row.zh + (row.en ? ` (${row.en})` : ""), KINDS[row.register][0],
    row.provider, row.place, row.reference, row.date])].map((cells) => cells.map((cell) => {
    const text = /^[=+\-@\t\r']/.test(cell) ? `'${cell}` : String(cell);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(",")).join("\r\n");
  const save = (rows) => {
    const href = URL.createObjectURL(new Blob([`\ufeff${csv(rows)}\r\n`], { type: "text/csv" }));
    make("a", { href, download: "rows.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  };

  const show = (rows, groups) => {
    const body = make("tbody");
    const heads = HEADS.map((head, i) => make("th", { scope: "col", textContent: head, className: i ? "" : "num" }));
    const table = make("table", { className: "data data--wide filings" },
      make("caption", { id: "found-c", textContent: "Rows found, latest first" }),
      make("thead", {}, make("tr", {}, ...heads)), body);
    const frame = make("div", { className: "table", tabIndex: 0 }, table);
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-labelledby", "found-c");
    const button = make("button", { type: "button", className: "copy" });
    let shown = 0;
    const add = (focus) => {
      const from = shown;
      shown = Math.min(shown + STEP, rows.length);
      body.append(...rows.slice(from, shown).map(line));
      button.textContent = `Show more (${count(rows.length - shown)} left)`;
      button.hidden = shown === rows.length;
      if (focus) body.rows[from].querySelector("a").focus();
    };
    button.addEventListener("click", () => add(true));
    add(false);
    const take = make("button", { type: "button", className: "copy", textContent: "These rows as CSV" });
    take.addEventListener("click", () => save(rows));
    found.replaceChildren(...groups, take, frame, button);
  };

  let turn = 0;
  const apply = async (write) => {
    const ask = wanted();
    const now = ++turn;
    if (write) {
      const next = new URLSearchParams(location.search);
      for (const name of NAMES) { next.delete(name); if (ask[name]) next.set(name, ask[name]); }
      history.replaceState(null, "", location.pathname + (next.size ? `?${next}` : "") + location.hash);
    }
    if (!NAMES.some((name) => ask[name])) {
      found.replaceChildren();
      output.textContent = "";
      return;
    }
    let data;
    try {
      data = await load();
    } catch {
      if (now !== turn) return;
      found.replaceChildren();
      output.textContent = "The rows could not be fetched. The lists below have them all.";
      return;
    }
    if (now !== turn) return;
    const words = fold(ask.find).split(" ").filter(Boolean);
    const rows = data.rows.filter((row) => fits(row, ask, words));
    const asked = Object.keys(KINDS).filter((register) => !ask.register || ask.register === register);
    const added = (list) => asked.map((register) => {
      const n = list.filter((row) => row.register === register).length;
      return `${count(n)} ${KINDS[register][n === 1 ? 1 : 2]}`;
    }).join(" and ");
    output.textContent = rows.length
      ? `Found: ${added(rows)}`
      : `None of ${added(data.rows)} fits. Names are searched as they stand on the lists: try the Chinese name, or less of it.`;
    if (rows.length) show(rows, told(data.groups, words)); else found.replaceChildren();
  };

  const read = () => {
    const given = new URLSearchParams(location.search);
    for (const name of NAMES) form.elements[name].value = given.get(name) || "";
  };
  let pause;
  const soon = () => { clearTimeout(pause); pause = setTimeout(apply, 150, true); };
  form.addEventListener("focusin", () => { load().catch(() => {}); }, { once: true });
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(apply, 0, true));
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); apply(true); });
  addEventListener("popstate", () => { read(); apply(false); });
  read();
  apply(false);
})();

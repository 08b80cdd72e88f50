/* Everything here adds to pages that are complete without it. */
(() => {
  "use strict";
  const doc = document;
  const one = (sel, from = doc) => from.querySelector(sel);
  const all = (sel, from = doc) => [...from.querySelectorAll(sel)];
  const on = (type, fn, opts) => doc.addEventListener(type, fn, opts);
  const near = (event, sel) => event.target instanceof Element ? event.target.closest(sel) : null;
  const make = (tag, props = {}, ...inner) => {
    const el = Object.assign(doc.createElement(tag), props);
    el.append(...inner);
    return el;
  };
  const drawer = doc.getElementById("__drawer");
  const page = one(".md-content__inner") || doc.body;

  /* ----- What is to be looked at again by the reader's own day ----- */
  // No locale is asked for before it is needed: the first takes a browser some 40 ms.
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  for (const due of all("[data-due]", page)) if (due.dataset.due <= today) {
    due.textContent = due.textContent.replace("Re-check due", "Due for a re-check since")
      .replace("Next list expected", "A newer list is expected since");
    due.classList.add("due--now");
  }

  /* ----- Announcements ----- */
  const live = make("div", { className: "sr-only", role: "status" });
  doc.body.append(live);
  const say = (text) => { live.textContent = ""; setTimeout(() => { live.textContent = text; }, 60); };

  /* ----- Copying ----- */
  // A fragment may be malformed: then it names nothing.
  const named = (hash) => {
    try { return hash.length > 1 ? doc.getElementById(decodeURIComponent(hash.slice(1))) : null; } catch { return null; }
  };
  const address = (id) => location.href.split(/[?#]/)[0] + "#" + id;
  const copy = async (text, done, button) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return say("This browser did not allow copying");
    }
    say(done);
    if (!button) return;
    const was = button.dataset.was ??= button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = was; }, 1600);
  };
  // On a page of many records, a report names the place the reader is at.
  on("click", (event) => {
    const link = near(event, "[data-report]");
    if (!link || !named(location.hash)) return;
    const to = new URL(link.href);
    to.searchParams.set("record", to.searchParams.get("record") + location.hash);
    link.href = to;
  });
  const copyButton = (label, text, done = "Copied with its source") => {
    const button = make("button", { type: "button", className: "copy", onclick: () => copy(text(), done, button) }, label);
    return button;
  };

  for (const head of all("h2[id], h3[id], h4[id]", page)) {
    const link = one(".headerlink", head) || head.appendChild(make("a", { className: "headerlink", href: "#" + head.id }, "¶"));
    link.title = "Copy link to this section";
    link.ariaLabel = link.title;
    link.addEventListener("click", (event) => {
      if (!event.metaKey && !event.ctrlKey && !event.shiftKey) copy(address(head.id), "Link copied");
    });
  }
  const bare = (el, more = "") => {
    const copyOf = el.cloneNode(true);
    all(".row-tools, .note-ref, .receipt" + more, copyOf).forEach((part) => part.remove());
    return copyOf.textContent.trim();
  };
  /* A number with its source, as macros/cite.py words it, read off the page */
  const months = "January February March April May June July August September October November December".split(" ");
  const line = (label, amount, asOf, by, link, el) => {
    const where = new URL(link.getAttribute("href"), one("link[rel=canonical]").href);
    return `${label}: ${amount}, as of ${asOf}${el.dataset.remark ? " " + el.dataset.remark : ""}. Source: ${by}. ${one(".site-name").textContent.trim()}, ${where}`;
  };
  const citation = (el) => {
    if (!el || el.dataset.cite) return el?.dataset.cite;
    if (el.matches(".figures tr")) {
      const [label, value, asOf, short] = [...el.cells].map((cell) => bare(cell, ", .mark"));
      const by = one("[title]", el.cells[3])?.title || short;
      const long = asOf.replace(/[A-Z]\w+/, (short) => months.find((name) => name.startsWith(short.slice(0, 3))));
      return line(label, value, long, by, one("td a", el), el);
    }
    if (!el.matches(".fig, .keyfigure")) return;
    // The receipt begins: amount, label, date, who said it if that is not the publisher of the source that follows.
    const note = doc.getElementById(el.dataset.note ? "n" + el.dataset.note : one(".note-ref a", el).hash.slice(1));
    const amount = one(".note-value", note);
    const link = one("a", el);
    const words = doc.createRange();
    words.setStartAfter(amount);
    words.setEndBefore(one("q, a", note));
    // A label may speak of dates itself: the one that ends the sentence counts.
    const [, label, asOf, said] = String(words).match(/^: (.*?), as of ((?:\d+ )?(?:[A-Z][a-z]+ )?\d{4})\. ?(.*)/s) || [];
    return label && line(label, amount.textContent, asOf, el.dataset.by || (!link.hash && said.slice(0, -2)) || one("a", note).textContent, link, el);
  };
  for (const lead of all(".lead[data-cite]", page)) lead.append(copyButton("Copy with source", () => lead.dataset.cite));
  for (const pre of all(".cite pre", page)) pre.after(copyButton("Copy", () => pre.textContent.trim(), "Citation copied"));

  /* ----- Copying a row: one toolbar, and one stop of the Tab key, a table; it moves to the row in use ----- */
  const ROW = "table.data tbody tr, .keyfigure";
  const settle = [];
  for (const group of all("table.data, .keyfigures", page)) {
    const rows = () => all(ROW, group).filter((each) => !each.hidden && (each.id || citation(each)));
    if (!rows().length) continue;
    let row, head;
    const labels = ["Link", "Cite"];
    const caption = one("caption", group);
    const of = caption ? ` of “${caption.textContent.trim()}”` : "";
    const buttons = [copyButton(labels[0], () => address(row.id), "Link copied"), copyButton(labels[1], () => citation(row))];
    const bar = make("span", { className: "row-tools", role: "toolbar", ariaLabel: `Copy from a row${of}; arrow keys go to other rows` }, ...buttons);
    const put = (next, to = buttons[0]) => {
      if (head) head.ariaLabel = null;
      row = next;
      const cell = row.cells?.[0] || one("dd", row);
      const name = bare(one("th, dt", row) || cell);
      // A header is read out with each cell of its row.
      head = cell.tagName === "TH" && cell;
      if (head) head.ariaLabel = name;
      buttons.forEach((button, i) => {
        button.hidden = !(i ? citation(row) : row.id);
        button.ariaLabel = `${labels[i]}: ${name}`;
      });
      // Before all links of the row: walking on does not meet it again, one step back does.
      if (bar.parentNode !== cell) cell.prepend(bar);
      if (to.hidden) to = buttons.find((button) => !button.hidden);
      buttons.forEach((button) => { button.tabIndex = button === to ? 0 : -1; });
      return to;
    };
    bar.onkeydown = (event) => {
      if (!/^(Arrow|Home|End)/.test(event.key) || event.altKey || event.metaKey) return;
      event.preventDefault();
      const list = rows();
      const at = list.indexOf(row);
      const next = list[{ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key]];
      const side = buttons.indexOf(event.target);
      put(next || row, buttons[/Left|Right/.test(event.key) ? 1 - side : side]).focus();
    };
    put(rows()[0]);
    settle.push(() => { if (row.hidden && rows().length) put(rows()[0]); });
    const come = (event) => {
      const to = near(event, ROW);
      // Not from under the keyboard.
      if (to !== row && rows().includes(to) && !one(":focus-visible", bar)) put(to);
      bar.classList.toggle("on", event.pointerType === "touch");
    };
    group.addEventListener("pointerover", come);
    group.addEventListener("focusin", come);
  }

  /* ----- Receipts: a note shown where its number stands (WCAG 1.4.13: dismissible, hoverable, persistent) ----- */
  let box, ref, timer, armed;
  const after = (el, other) => el.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  // The number a mark at the end of its sentence stands for.
  const figOf = (link) => all(`.fig[data-note="${link.hash.slice(2)}"]`).filter((el) => after(el, link)).pop();
  const close = () => {
    clearTimeout(timer);
    box?.remove();
    ref?.removeAttribute("aria-describedby");
    box = ref = null;
  };
  const open = (link) => {
    clearTimeout(timer);
    if (ref === link) return;
    // A term carries its meaning as a title, which only a mouse would reach.
    const term = link.matches(".term > a");
    if (term && link.title) { link.dataset.meaning = link.title; link.removeAttribute("title"); }
    const note = term ? link : named(link.hash);
    if (!note || !note.showPopover || (term && !link.dataset.meaning)) return;
    close();
    ref = link;
    const text = make("div", { id: "receipt-text" }, ...(term ? [link.dataset.meaning] : note.cloneNode(true).childNodes));
    all(".note-back, .copy", text).forEach((el) => el.remove());
    all("[id]", text).forEach((el) => el.removeAttribute("id"));
    const cite = citation(link.closest(".keyfigure") || figOf(link) || link.closest("tr"));
    const tools = make("p", { className: "receipt__tools" }, make("a", { href: term ? link.href : link.hash, onclick: close }, term ? "In the glossary" : "Go to the note"));
    if (cite) tools.append(copyButton("Copy with source", () => cite));
    box = make("div", { className: "receipt", role: "group", ariaLabel: term ? link.textContent : link.ariaLabel }, text, tools);
    link.setAttribute("aria-describedby", "receipt-text");
    // Beside its number in the reading order, above everything on the screen.
    box.popover = "manual";
    link.closest(".note-ref, .term").after(box);
    box.showPopover();
    const at = link.getBoundingClientRect();
    const wide = doc.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left - 24, wide - box.offsetWidth - 8));
    const above = at.bottom + box.offsetHeight + 12 > innerHeight && at.top > box.offsetHeight + 60;
    box.style.left = left + scrollX + "px";
    box.style.top = (above ? at.top - box.offsetHeight - 6 : at.bottom + 6) + scrollY + "px";
  };
  const refOf = (event) => {
    const link = near(event, ".note-ref a, .term > a");
    if (beside()) return link?.matches(".term > a") ? link : null;
    const number = near(event, ".fig");
    return link || (number && all(`.note-ref a[href="#n${number.dataset.note}"]`).find((mark) => after(number, mark)));
  };
  const plainClick = (event) => !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const within = (event) => box && event.target instanceof Node && box.contains(event.target);
  on("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (within(event)) return clearTimeout(timer);
    const link = refOf(event);
    if (link === ref && ref) return clearTimeout(timer);
    if (link) { clearTimeout(timer); timer = setTimeout(open, 250, link); }
    else if (ref ? !box.contains(doc.activeElement) && doc.activeElement !== ref : timer) { clearTimeout(timer); timer = setTimeout(close, 300); }
  });
  on("focusin", (event) => {
    // Focus alone opens nothing; what is open closes when it goes elsewhere.
    if (ref && event.target !== ref && !within(event)) close();
  });
  on("pointerdown", (event) => {
    const link = near(event, ".note-ref a, .term > a");
    // The first tap on a term shows its meaning; the second, like a click, goes there.
    armed = event.pointerType === "touch" && link && link !== ref ? link : null;
    if (!link && ref && !within(event)) close();
  });
  on("click", (event) => {
    const link = near(event, ".note-ref a, .term > a");
    if (!link || within(event)) return;
    // What is not open yet opens, by keyboard and touch; then the link leads where it leads.
    const shows = ref !== link && (link.matches(".note-ref a") ? plainClick(event) && !beside() : armed === link || !event.detail);
    if (shows && link.showPopover) { event.preventDefault(); open(link); } else close();
    armed = null;
  });
  on("keydown", (event) => {
    if (event.key !== "Escape" || !ref) return;
    const back = box.contains(doc.activeElement) && ref;
    close();
    if (back) back.focus();
  });
  /* ----- Notes beside the words they prove, where the window is wide enough and they have room ----- */
  const notes = all(":is(.kind-essay, .kind-door) .notes > ol > li");
  const beside = () => page.classList.contains("notes-beside");
  const wide = matchMedia("screen and (min-width: 76.25em)");
  const place = () => {
    page.classList.toggle("notes-beside", notes.length > 0 && wide.matches);
    page.style.minHeight = "";
    if (!beside()) return;
    const start = page.getBoundingClientRect().top;
    let free = 0;
    notes.forEach((note) => {
      const mark = doc.getElementById(note.id.replace("n", "r"));
      const at = Math.max(free, mark.getBoundingClientRect().top - start - 4);
      note.style.top = at + "px";
      free = at + note.offsetHeight + 12;
    });
    page.style.minHeight = free + "px";
  };
  if (notes.length) {
    addEventListener("resize", place);
    on("toggle", place, true);
    doc.fonts?.ready.then(place);
    place();
  }

  addEventListener("hashchange", () => { close(); if (drawer?.checked) drawer.click(); });

  /* ----- The address remembers sorting and filters ----- */
  const params = () => new URLSearchParams(location.search);
  const remember = (next) => history.replaceState(history.state, "", location.pathname + (String(next) && "?" + next) + location.hash);

  /* ----- Sorting ----- */
  let collator;
  const valueOf = (cell, numeric) => {
    const raw = cell.dataset.value ?? one("time[datetime]", cell)?.dateTime;
    if (raw !== undefined) return numeric ? Number(raw) : raw;
    const text = bare(cell, ", .mark");
    if (!numeric) return text;
    const found = text.replace(/[\s,\u00a0\u202f]/g, "").match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) : NaN;
  };
  const sort = (table, column, way) => {
    const heads = [...table.tHead.rows[0].cells];
    const numeric = heads[column].classList.contains("num");
    const sign = way === "desc" ? -1 : 1;
    const empty = (v) => v === "" || Number.isNaN(v);
    collator ??= new Intl.Collator("en", { numeric: true });
    for (const body of table.tBodies) {
      const keyed = [...body.rows].map((row) => [valueOf(row.cells[column], numeric), row]);
      keyed.sort(([a], [b]) => empty(a) - empty(b) || sign * (numeric ? a - b : collator.compare(a, b)) || 0);
      body.append(...keyed.map(([, row]) => row));
    }
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };
  for (const table of all("table[data-sort]", page)) {
    const heads = [...table.tHead.rows[0].cells];
    const keys = heads.map((head, i) => head.dataset.key || String(i));
    heads.forEach((head, i) => {
      if ("nosort" in head.dataset || !head.textContent.trim()) return;
      const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
      button.onclick = () => {
        const way = head.getAttribute("aria-sort") === "ascending" ? "desc" : "asc";
        sort(table, i, way);
        const next = params();
        next.set("sort", [table.id, keys[i], way].join("."));
        remember(next);
        say(`Sorted by ${button.textContent.trim()}, ${way === "asc" ? "ascending" : "descending"}`);
      };
      head.append(button);
    });
    const [id, key, way] = (params().get("sort") || "").split(".");
    if (id === table.id && keys.includes(key)) sort(table, keys.indexOf(key), way);
  }

  /* ----- Filtering. Free text is `find` in the address: `q` in one is the search of the site. ----- */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const form of all("form.filter[data-for]", page)) {
    const target = doc.getElementById(form.dataset.for);
    if (!target) continue;
    const items = all("tbody tr, .timeline > li, .provision, [data-item]", target.matches(".timeline") ? target.parentNode : target);
    const list = items.length ? items : [...target.children];
    const output = one("output", form) || form.appendChild(make("output"));
    const controls = [...form.elements].filter((el) => el.name);
    const names = [...new Set(controls.map((el) => el.name))];
    const inUrl = (name) => name === "q" ? "find" : name;
    const texts = new Map();
    const textOf = (item) => texts.get(item) ?? texts.set(item, plain(bare(item))).get(item);
    const wanted = (name) => new FormData(form).getAll(name).map((v) => v.trim()).filter(Boolean);
    const apply = (first) => {
      const rules = names.map((name) => [name, wanted(name)]).filter(([, values]) => values.length);
      let shown = 0;
      for (const item of list) {
        item.hidden = !rules.every(([name, values]) => name === "q"
          ? plain(values[0]).split(/\s+/).every((word) => textOf(item).includes(word))
          : values.some((value) => (item.dataset[name] || "").split(" ").includes(value)));
        shown += !item.hidden;
      }
      for (const group of all("ol.timeline", page)) {
        const head = group.previousElementSibling;
        if (!list.includes(group.firstElementChild)) continue;
        group.hidden = [...group.children].every((item) => item.hidden);
        const around = group.closest("details.year");
        if (around) {
          around.hidden = group.hidden;
          if (rules.length) around.open = true;
        } else if (head && /^H\d$/.test(head.tagName)) head.hidden = group.hidden;
      }
      for (const group of all("[data-group]", target)) group.hidden = !one("tbody tr:not([hidden])", group);
      settle.forEach((fn) => fn());
      output.textContent = rules.length ? `${shown} of ${list.length} shown` : `${list.length} shown`;
      if (first === true) return;
      const next = params();
      for (const name of names) {
        next.delete(inUrl(name));
        for (const value of wanted(name)) next.append(inUrl(name), value);
      }
      remember(next);
    };
    for (const el of controls) {
      const values = params().getAll(inUrl(el.name));
      if (!values.length) continue;
      if (el.type === "checkbox" || el.type === "radio") el.checked = values.includes(el.value);
      else el.value = values[0];
    }
    let pause;
    form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(apply, 120); });
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
    form.hidden = false;
    apply(true);
  }

  /* ----- Details: open on paper and when something inside is linked to ----- */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    opened.forEach((el) => { el.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((el) => { el.open = false; }));
  const reveal = () => {
    const target = named(location.hash);
    if (!target) return;
    // A part that moved to another page: there.
    if (target.matches(".moved-parts li")) return location.replace(one("a", target).href);
    let moved = false;
    // What a filter hides is shown to who asks for it by its address.
    const item = target.closest(":is(tr, li, .provision, [data-item])[hidden]");
    if (item) {
      item.hidden = false;
      moved = true;
    }
    for (let el = target.closest("details"); el; el = el.parentElement.closest("details")) {
      moved ||= !el.open;
      el.open = true;
    }
    if (moved) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  // A link to the place the address names already changes nothing, and yet its place may be hidden by now.
  doc.addEventListener("click", (event) => event.target.closest?.('a[href^="#"]') && setTimeout(reveal));
  reveal();

  /* ----- Tables wider than the page scroll inside their own frame ----- */
  const fit = () => {
    const frames = all(".table");
    for (const frame of frames) frame.classList.remove("overflows");
    // All are measured before any is changed, so that the page is laid out once.
    const wide = frames.map((frame) => frame.scrollWidth > frame.clientWidth + 1);
    frames.forEach((frame, i) => {
      frame.classList.toggle("overflows", wide[i]);
      if (wide[i]) frame.tabIndex = 0; else frame.removeAttribute("tabindex");
    });
  };
  addEventListener("resize", fit);
  fit();

  /* ----- Search: its scripts are fetched when a reader reaches for it ----- */
  const { src } = doc.currentScript;
  const forms = all("form.find");
  let finder;
  const reach = (form) => (finder ??= import(new URL("finder.js", src))).then(({ attach }) => attach(form)).catch(() => { finder = null; });
  for (const form of forms) {
    const field = form.elements.q;
    const here = form.dataset.results && params().get("q");
    if (here) field.value = here;
    if (here || doc.activeElement === field || field.value) reach(form);
    else for (const type of ["focus", "input"]) field.addEventListener(type, () => { form.dataset.reached ||= reach(form) && "yes"; });
  }
  on("keydown", (event) => {
    if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey || !(event.target instanceof Element)) return;
    if (event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]")) return;
    event.preventDefault();
    const field = forms.map((form) => form.elements.q).find((each) => each.checkVisibility());
    if (field) { field.focus({ preventScroll: true }); field.select(); } else one(".find-link")?.click();
  });

  /* ----- The header's labels work with a pointer alone; with scripts they are buttons ----- */
  const toButton = (id, name, press) => {
    const label = one(`.md-header__button[for=${id}]`);
    if (!label) return null;
    const button = make("button", { type: "button", className: label.className, onclick: press, title: name }, ...label.childNodes);
    button.dataset.for = id;
    button.setAttribute("aria-label", name);
    label.after(button);
    label.hidden = true;
    return button;
  };
  const menu = toButton("__drawer", "Menu", () => drawer.click());
  menu?.setAttribute("aria-expanded", "false");
  drawer?.addEventListener("change", () => {
    menu?.setAttribute("aria-expanded", String(drawer.checked));
    if (drawer.checked) one(".sitenav a")?.focus({ preventScroll: true });
  });
  on("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.click();
    menu?.focus();
  });

  /* ----- Colours: system, light or dark; kept where the theme keeps them ----- */
  // The theme's script asks for these two.
  const get = window.__md_get = (key, store, scope = __md_scope) => {
    try { return JSON.parse((store ?? localStorage).getItem(scope.pathname + "." + key)); } catch { return null; }
  };
  const set = window.__md_set = (key, value, store, scope = __md_scope) => {
    try { (store ?? localStorage).setItem(scope.pathname + "." + key, JSON.stringify(value)); } catch { /* A choice not kept is no harm. */ }
  };
  const inputs = all("[data-md-component=palette] input");
  if (inputs.length) {
    const names = ["media", "scheme", "primary", "accent"];
    const show = (index, store) => {
      const chosen = inputs[index];
      const color = Object.fromEntries(names.map((n) => [n, chosen.getAttribute("data-md-color-" + n)]));
      chosen.checked = true;
      inputs.forEach((input, i) => { if (input.nextElementSibling) input.nextElementSibling.hidden = i !== index; });
      if (store) set("__palette", { index, color });
      // Without the attribute the style sheet follows the system, also while the page is open.
      if (color.media === "(prefers-color-scheme)") return doc.body.removeAttribute("data-md-color-media");
      for (const n of names) doc.body.setAttribute("data-md-color-" + n, color[n]);
    };
    const saved = get("__palette");
    show(saved && inputs[saved.index] ? saved.index : 0, false);
    inputs.forEach((input, i) => {
      input.addEventListener("change", () => setTimeout(show, 0, i, true));
      input.addEventListener("keydown", (event) => {
        if (event.key !== " " && event.key !== "Enter") return;
        event.preventDefault();
        const next = inputs[(i + 1) % inputs.length];
        next.click();
        next.focus();
      });
    });
  }
})();

/* On a page that moved: goes where the thing is now, with the query and the fragment that were asked for. */
(() => {
  "use strict";
  const { to, parts } = document.currentScript.dataset;
  const map = JSON.parse(parts);
  const part = location.hash.slice(1);
  const target = new URL(Object.hasOwn(map, part) ? map[part] : to, location.href);
  target.search ||= location.search;
  target.hash ||= location.hash;
  location.replace(target);
})();

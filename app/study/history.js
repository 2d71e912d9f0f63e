// Which changes of the address make an entry of the browser's history.
//
// Streamlit adds one for every change. Here a change on the same page takes the present entry's
// place, unless the page counts one more entry, or goes on to another page at once: then the
// address before it gets its entry back.

const add = window.history.pushState.bind(window.history);
const replace = window.history.replaceState.bind(window.history);
let before = null; // the address whose place was taken, until the page has said why
let n = null; // how many entries the page has counted

window.history.pushState = (state, title, url) => {
  const isSamePage = new URL(url, window.location.href).pathname === window.location.pathname;
  if (isSamePage) {
    before ??= window.location.href;
    return replace(state, title, url);
  }
  if (before !== null) replace({}, "", before);
  before = null;
  return add(state, title, url);
};

// A link to another page, opened elsewhere or copied, takes along what the page shows.
const LINKS = ".st-key-page-links a[href]";
const point = ({ target }) => {
  const link = target.closest?.(LINKS);
  if (link) link.search = window.location.search;
};
for (const kind of ["pointerover", "pointerdown", "focusin"]) window.addEventListener(kind, point, true);

// Who holds a key wants the link in another tab or window, as of any link; Streamlit would not look.
const leave = (event) => {
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  if (isElsewhere && event.target.closest?.(LINKS)) event.stopPropagation();
};
window.addEventListener("click", leave, true);

export default function ({ data }) {
  const now = window.location.href;
  if (n !== null && data.n > n && before !== null && before !== now) {
    replace({}, "", before);
    add({}, "", now);
  }
  n = data.n;
  before = null;
}

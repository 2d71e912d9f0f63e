// Which changes of the address make an entry of the browser's history.
//
// Streamlit adds one for every change. Here a change on the same page takes the present entry's
// place, unless the page counts one more entry: then the address before it gets its entry back.

const add = window.history.pushState.bind(window.history);
const replace = window.history.replaceState.bind(window.history);
let before = null; // the address that was replaced last
let n = null; // how many entries the page has counted

window.history.pushState = (state, title, url) => {
  const isSamePage = new URL(url, window.location.href).pathname === window.location.pathname;
  if (!isSamePage) return add(state, title, url);
  before = window.location.href;
  return replace(state, title, url);
};

export default function ({ data }) {
  const now = window.location.href;
  if (n !== null && data > n && before !== null && before !== now) {
    replace({}, "", before);
    add({}, "", now);
  }
  n = data;
  before = null;
}

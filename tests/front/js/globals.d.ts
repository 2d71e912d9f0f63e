// What the page has loaded before the modules that are checked.

interface Window {
  Plotly: any;
}

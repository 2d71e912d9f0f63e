// What Plotly draws under the runs: the traces that Python built, with their numbers filled in.

const MISSING = 0xffff;
const GROWING = new Set(["size", "standoff", "xshift", "yshift", "borderpad"]); // lengths beside margins

// The traces of one of the planes in a theme.
export function groundTraces({ header, arrays }, theme, plane) {
  return header.themes[theme][plane].map((trace) => filledWith(trace, arrays, header.perLevel));
}

// A trace with the arrays that it names as its data.
export function filledWith(trace, arrays, perLevel = 1) {
  const filled = { ...trace };
  for (const name of ["x", "y", "z"]) {
    if (name in trace) filled[name] = dataOf(arrays[trace[name]], perLevel);
  }
  return filled;
}

function dataOf(array, perLevel) {
  if (array.shape.length === 1) return array;
  const [rows, columns] = array.shape;
  const row = (i) => array.subarray(i * columns, (i + 1) * columns);
  const read = array instanceof Uint16Array ? (each) => heights(each, perLevel) : (each) => each;
  return Array.from({ length: rows }, (_, i) => read(row(i)));
}

// Heights travel as differences along each row; whole numbers of two bytes wrap around.
export function heights(codes, perLevel) {
  const line = new Float32Array(codes.length);
  let code = 0;
  codes.forEach((difference, i) => {
    code = (code + difference) & 0xffff;
    line[i] = code === MISSING ? NaN : code / perLevel - 1;
  });
  return line;
}

// The layout of a plane; on a touch screen a drag scrolls the page and does not zoom.
export function planeLayout(layout, canZoom) {
  const axis = (name) => ({ ...layout[name], fixedrange: !canZoom });
  return {
    ...layout,
    xaxis: axis("xaxis"),
    yaxis: axis("yaxis"),
    dragmode: canZoom ? "zoom" : false,
    hovermode: false,
  };
}

// The same layout with larger type, none of it small, and the room that it needs.
export function enlarged(layout, scale) {
  if (scale === 1) return layout;
  const grown = (value, name, owner) => {
    if (Array.isArray(value)) return value.map((each) => grown(each, "", name));
    if (value && typeof value === "object") {
      const parts = Object.entries(value).map(([key, each]) => [key, grown(each, key, name)]);
      return Object.fromEntries(parts);
    }
    if (name === "exponentformat") return "e"; // raised exponents would be too small
    const isLength = GROWING.has(name) || owner === "margin";
    return isLength ? value * scale : value;
  };
  return grown(layout, "", "");
}

// The layout of a curve with another y axis.
export function curveLayout(layout, yaxis = {}) {
  return {
    ...layout,
    margin: { l: 42, r: 12, t: 10, b: 34 },
    xaxis: { ...layout.xaxis, fixedrange: true, nticks: 5 },
    yaxis: { ...layout.yaxis, fixedrange: true, ...yaxis },
    dragmode: false,
    hovermode: false,
  };
}

// What Plotly draws under the runs: axes, contours, the Pareto set and the front.

const BAND_WIDTH = 8;

// The heights travel as differences along each row; whole numbers of two bytes wrap around.
export function heights(ground) {
  const codes = ground.arrays.heights;
  const [rows, columns] = codes.shape;
  const { perLevel } = ground.header;
  return Array.from({ length: rows }, (_, row) => {
    const line = new Float32Array(columns);
    let code = 0;
    for (let i = 0; i < columns; i += 1) {
      code = (code + codes[row * columns + i]) & 0xffff;
      line[i] = code === 0xffff ? NaN : code / perLevel - 1;
    }
    return line;
  });
}

export function spaceGround(ground, theme) {
  const { shaded, hatching, box, localSet } = ground.arrays;
  return [
    ...tint(ground, shaded, theme),
    ...thin(hatching, { width: 1 }, theme),
    {
      type: "contour",
      x: ground.arrays.x,
      y: ground.arrays.y,
      z: ground.heights,
      autocontour: false,
      contours: { coloring: "none", start: 0, end: ground.header.nLevels - 1, size: 1 },
      line: { color: theme.contour, width: 1 },
      showscale: false,
      hoverinfo: "skip",
    },
    ...thin(box, { dash: "dash" }, theme),
    ...thin(localSet, { dash: "dot" }, theme),
    ...band(ground.arrays.set, theme),
  ];
}

export function lossGround(ground, theme) {
  const { localFront, front } = ground.arrays;
  return [...thin(localFront, { dash: "dot" }, theme), ...band(front, theme)];
}

// The points of a conflict in a light shade; nothing if there are none.
function tint(ground, mask, theme) {
  if (!mask.includes(1)) return [];
  const { x, y } = ground.arrays;
  const z = Array.from(y, (_, row) =>
    Array.from(mask.subarray(row * x.length, (row + 1) * x.length), (on) => (on ? 1 : null)),
  );
  const colorscale = [[0, theme.tint], [1, theme.tint]];
  return [{ type: "heatmap", x, y, z, colorscale, showscale: false, hoverinfo: "skip" }];
}

// A curve that stays in the background; nothing if it has no points.
function thin(points, line, theme) {
  if (!points.length) return [];
  const [x, y] = columns(points);
  const look = { color: theme.muted, width: 1.5, simplify: false, ...line };
  return [{ x, y, mode: "lines", line: look, hoverinfo: "skip" }];
}

const columns = (points) => [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis));

// A broad line; a piece that is a single point between two gaps is a dot.
function band(points, theme) {
  const [x, y] = columns(points);
  const isGap = (i) => i < 0 || i >= x.length || Number.isNaN(x[i]);
  const lone = Array.from(x.keys()).filter((i) => !isGap(i) && isGap(i - 1) && isGap(i + 1));
  const common = { opacity: 0.75, hoverinfo: "skip" };
  const line = { color: theme.band, width: BAND_WIDTH, simplify: false };
  const marker = { color: theme.band, size: BAND_WIDTH + 2 };
  return [
    { ...common, x, y, mode: "lines", line },
    { ...common, x: lone.map((i) => x[i]), y: lone.map((i) => y[i]), mode: "markers", marker },
  ];
}

export function planeLayout(theme, plane, labels, titles, { isEqual, canZoom }) {
  const [xLow, xHigh, yLow, yHigh] = plane.window;
  const axis = { ...theme.axis, fixedrange: !canZoom };
  const equal = isEqual ? { constrain: "domain" } : {};
  return {
    ...theme.layout,
    xaxis: { ...axis, ...equal, range: [xLow, xHigh], title: { ...axis.title, text: titles[0] } },
    yaxis: { ...axis, ...equal, range: [yLow, yHigh], ...(isEqual && { scaleanchor: "x" }) },
    annotations: [...labels, upright(titles[1], theme)],
    dragmode: canZoom ? "zoom" : false,
    hovermode: false,
  };
}

export function curveLayout(theme, nSteps, yaxis, more = {}) {
  const axis = { ...theme.axis, fixedrange: true };
  return {
    ...theme.layout,
    margin: { l: 42, r: 12, t: 6, b: 34 },
    xaxis: { ...axis, range: [0, nSteps], nticks: 5, title: { ...axis.title, text: "step <i>t</i>" } },
    yaxis: { ...axis, ...yaxis },
    dragmode: false,
    hovermode: false,
    ...more,
  };
}

// The title of a y axis; Plotly itself would lay it on its side.
function upright(text, theme) {
  return {
    text,
    xref: "x domain",
    yref: "y domain",
    x: 0,
    y: 0.5,
    xanchor: "right",
    xshift: -26,
    showarrow: false,
    font: { size: 14, color: theme.text },
  };
}

// Takes a message apart: a header, and typed arrays that share its bytes.

const KINDS = { float32: Float32Array, uint16: Uint16Array, uint8: Uint8Array };

export function unpack(bytes) {
  const buffer = bytes.slice().buffer; // a copy of its own, where arrays begin at whole places
  const begin = 4 + new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, begin - 4)));
  const arrays = {};
  for (const [name, [kind, shape, at]] of Object.entries(header.arrays)) {
    const count = shape.reduce((product, length) => product * length, 1);
    arrays[name] = new KINDS[kind](buffer, begin + at, count);
    arrays[name].shape = shape;
  }
  return { header, arrays };
}

// Nobody answered: the network or the server is away for now.
export class Unreachable extends Error {}

// Fetches a message from one of the scene's routes.
export async function fetched(address, signal) {
  const answer = await fetch(address, { signal }).catch((error) => {
    throw signal?.aborted ? error : new Unreachable(String(error));
  });
  const kind = answer.headers.get("content-type") ?? "";
  if (!answer.ok || !kind.startsWith("application/octet-stream")) {
    throw new Error(`${address.split("?")[0]} answered ${answer.status} ${kind}`);
  }
  return unpack(new Uint8Array(await answer.arrayBuffer()));
}

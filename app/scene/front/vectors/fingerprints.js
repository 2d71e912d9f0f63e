// placeholder
export class Fingerprints {
  async follow() {}
  leave() {}
}

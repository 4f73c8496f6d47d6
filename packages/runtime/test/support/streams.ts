import type {Duplex} from "node:stream";
import {duplexPair} from "node:stream";

/** Two streams, each reading what is written to the other. */
export function streamPair(): readonly [Duplex, Duplex] {
  const [a, b] = duplexPair();
  return [a, b];
}

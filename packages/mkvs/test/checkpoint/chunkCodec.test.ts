import {fromHex, toHex} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {decodeChunk, encodeChunk} from "../../src/checkpoint/chunkCodec.ts";
import {FrameEncoder} from "../../src/snappy/index.ts";
import {encodeWrites} from "../snappy/streams.ts";

const unlimited = Number.POSITIVE_INFINITY;
const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();

/** Entries in hex, of a stream of CBOR items; also when the items arrive byte by byte. */
function entriesOf(items: string): (string | null)[] {
  const bytes = hex(items);
  const entries = decodeChunk(encodeWrites([bytes]), unlimited);
  expect(decodeChunk(oneByteFrames(bytes), unlimited)).toEqual(entries);
  return entries.map((entry) => (entry === null ? null : toHex(entry)));
}

function oneByteFrames(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  const encoder = new FrameEncoder((piece) => pieces.push(piece));
  for (const byte of bytes) {
    encoder.write(Uint8Array.of(byte));
    encoder.finish();
  }
  return new Uint8Array(Buffer.concat(pieces));
}

describe("entries of a chunk", () => {
  test("read back", () => {
    const entries = [hex("010203"), null, new Uint8Array(), new Uint8Array(200_000).fill(7), null];
    expect(decodeChunk(encodeChunk(entries), unlimited)).toEqual(entries);
  });

  test("none in a stream without items", () => {
    expect(decodeChunk(new Uint8Array(), unlimited)).toEqual([]);
    expect(decodeChunk(hex("ff060000734e61507059"), unlimited)).toEqual([]);
  });

  // What the decoder of the reference made of these was recorded with it.
  test("may be lists of small numbers, and undefined", () => {
    expect(entriesOf("820102f7")).toEqual(["0102", null]);
    expect(entriesOf("82f6f8ff")).toEqual(["00ff"]);
    expect(entriesOf("80")).toEqual([""]);
  });

  test("end where an item is cut short, as in the reference", () => {
    for (const items of [
      "41615b00ffffffffffffff",
      "416161",
      "41618201",
      "4161a1",
      "416181830102",
      "41618181",
      "4161f8",
    ])
      expect(entriesOf(items)).toEqual(["61"]);
  });

  test.each([
    ["byte string of more than 2^63 bytes", "5bffffffffffffffff"],
    ["text", "60"],
    ["byte string of indefinite length", "5f4161ff"],
    ["tag", "c0"],
    ["boolean", "f4"],
    ["map", "a0"],
    ["list too long", "9a00ffffff"],
    ["reserved head", "1c"],
    ["reserved simple value", "f800"],
    ["simple value", "e0"],
    ["list with a negative number", "8120"],
    ["list with a large number", "81190100"],
  ])("cannot be a %s", (_, item) => {
    expect(() => entriesOf(`4161${item}`)).toThrow(expect.objectContaining({name: "CborError"}));
  });

  test("expand no further than allowed", () => {
    const chunk = encodeChunk([new Uint8Array(100_000)]);
    expect(decodeChunk(chunk, 100_005)).toHaveLength(1);
    expect(() => decodeChunk(chunk, 100_004)).toThrow(expect.objectContaining({code: "chunkTooLong"}));
  });
});

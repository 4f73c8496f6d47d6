import {fromHex, toHex} from "@oasis-node/primitives/bytes";
import {CborError, decode, encode, FrameDecoder} from "@oasis-node/primitives/cbor";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {type Body, HostMessage, type Message, RuntimeMessage} from "../../src/protocol/index.ts";
import {queryOf} from "../support/hosting.ts";

const unhex = (text: string) => fromHex(text.replaceAll(" ", "")) ?? new Uint8Array();

const bodies: readonly Body[] = [
  {type: "RuntimePingRequest", value: {}},
  {type: "RuntimeQueryRequest", value: queryOf("method")},
  {type: "Error", value: {module: "m", code: 3, message: "text"}},
  {type: "HostLocalStorageSetRequest", value: {key: new Uint8Array([1]), value: new Uint8Array(40)}},
];

function accepts(bytes: Uint8Array): boolean {
  try {
    decode(HostMessage, bytes);
    return true;
  } catch (error) {
    if (error instanceof CborError) return false;
    throw error;
  }
}

describe("messages", () => {
  test("a ping is the bytes of the page", () => {
    const ping: Message = {id: 1n, messageType: 1, body: {type: "RuntimePingRequest", value: {}}};
    const wanted =
      "a3 62 6964 01 64 626f6479 a1 72 52756e74696d6550696e6752657175657374 a0 6c 6d6573736167655f74797065 01";
    expect(toHex(encode(HostMessage, ping))).toBe(wanted.replaceAll(" ", ""));
  });

  test("without a body, with two, with an unknown one or an unknown key are refused", () => {
    const around = (body: string) =>
      unhex(`a3 62 6964 01 64 626f6479 ${body} 6c 6d6573736167655f74797065 01`);
    expect(accepts(around("a1 65 456d707479 a0"))).toBe(true);
    for (const body of ["a0", "f6", "a1 65 456d707479 f6", "a1 63 466f6f a0"])
      expect(accepts(around(body))).toBe(false);
    expect(accepts(around("a2 65 456d707479 a0 65 4572726f72 a0"))).toBe(false);
    expect(
      accepts(unhex("a4 61 78 00 62 6964 01 64 626f6479 a1 65 456d707479 a0 6c 6d6573736167655f74797065 01")),
    ).toBe(false);
  });

  test("changed anywhere they are a message or refused, in both forms the same", () => {
    const change = fc.record({
      index: fc.nat(bodies.length - 1),
      at: fc.nat(4096),
      byte: fc.integer({min: 0, max: 255}),
      cut: fc.boolean(),
    });
    fc.assert(
      fc.property(change, ({index, at, byte, cut}) => {
        const body = bodies[index];
        if (body === undefined) return;
        const bytes = encode(RuntimeMessage, {id: 7n, messageType: 1, body});
        bytes[at % bytes.length] = byte;
        const changed = cut ? bytes.subarray(0, at % bytes.length) : bytes;
        if (!accepts(changed)) return;
        const message = decode(HostMessage, changed);
        expect(decode(HostMessage, encode(RuntimeMessage, message))).toEqual(
          decode(HostMessage, encode(RuntimeMessage, decode(RuntimeMessage, changed))),
        );
      }),
      {numRuns: 3000, seed: 6},
    );
  });

  test("a stream of anything, in pieces of any size, is frames or a refusal", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({maxLength: 64}), {maxLength: 8}), (pieces) => {
        const decoder = new FrameDecoder(HostMessage);
        try {
          for (const piece of pieces) decoder.push(piece, () => {});
        } catch (error) {
          expect(error).toBeInstanceOf(CborError);
        }
        expect(decoder.buffered).toBeLessThanOrEqual(pieces.reduce((sum, {length}) => sum + length, 0));
      }),
      {numRuns: 2000, seed: 6},
    );
  });
});

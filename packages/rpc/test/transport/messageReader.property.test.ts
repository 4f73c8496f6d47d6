import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {frameMessage, MessageReader} from "../../src/transport/index.ts";

const messages = fc.array(fc.uint8Array({maxLength: 300}), {maxLength: 8});

describe("messages in a byte stream", () => {
  test("come out as they went in, however the bytes are cut", () => {
    fc.assert(
      fc.property(messages, fc.array(fc.integer({min: 1, max: 40}), {minLength: 1}), (sent, sizes) => {
        const bytes = Buffer.concat(sent.map(frameMessage));
        const reader = new MessageReader();
        const received: Uint8Array[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          reader.push(bytes.subarray(at, at + size));
          at += size;
          for (let next = reader.next(); next !== null; next = reader.next()) received.push(next);
        }
        expect(received.map((one) => [...one])).toEqual(sent.map((one) => [...one]));
        expect(reader.hasRest).toBe(false);
      }),
      {seed: 5, numRuns: 300},
    );
  });

  test("of which one is missing a part are not there", () => {
    const reader = new MessageReader();
    reader.push(frameMessage(Uint8Array.of(1, 2, 3)).subarray(0, 7));
    expect([reader.next(), reader.hasRest]).toEqual([null, true]);
  });

  test.each([
    [[1, 0, 0, 0, 0], "Internal", "grpc: compressed flag set with identity or empty encoding"],
    [[7, 0, 0, 0, 0], "Internal", "grpc: received unexpected payload format 7"],
    [
      [0, 6, 64, 0, 1],
      "ResourceExhausted",
      "grpc: received message larger than max (104857601 vs. 104857600)",
    ],
    [
      [0, 255, 255, 255, 255],
      "ResourceExhausted",
      "grpc: received message larger than max (4294967295 vs. 104857600)",
    ],
  ] as const)("with the head %j are refused before they come", (head, code, text) => {
    const reader = new MessageReader();
    reader.push(Uint8Array.from(head));
    expect(() => reader.next()).toThrow(`code = ${code} desc = ${text}`);
  });

  test("take no memory for a length that is only claimed", () => {
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({length: 100}, () => {
      const reader = new MessageReader();
      reader.push(Uint8Array.of(0, 6, 64, 0, 0, 1, 2, 3));
      reader.next();
      reader.push(Uint8Array.of(4));
      return reader;
    });
    expect(readers.every((reader) => reader.hasRest)).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });
});

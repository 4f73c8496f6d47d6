import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {concat} from "../../src/bytes/index.ts";
import {bytes, encodeFrame, FrameDecoder, maxFrameSize, struct, u64} from "../../src/cbor/index.ts";
import {cborCode, hex} from "./hex.ts";

const Message = struct("message", {id: u64, body: bytes});

function pushAll(decoder: FrameDecoder<unknown>, chunks: readonly Uint8Array[]): unknown[] {
  const values: unknown[] = [];
  for (const chunk of chunks) decoder.push(chunk, (value) => values.push(value));
  return values;
}

test("a frame is the length in four bytes and the item", () => {
  expect(encodeFrame(u64, 500n)).toEqual(hex("00000003 1901f4"));
});

test("frames come out the same however the stream is cut", () => {
  const message = fc.record({
    id: fc.bigInt({min: 0n, max: 2n ** 64n - 1n}),
    body: fc.option(fc.uint8Array({maxLength: 600})),
  });
  fc.assert(
    fc.property(
      fc.array(message, {maxLength: 6}),
      fc.array(fc.nat(300), {maxLength: 30}),
      (messages, cuts) => {
        let rest = concat(...messages.map((one) => encodeFrame(Message, one)));
        const chunks: Uint8Array[] = [];
        for (const cut of cuts) {
          chunks.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        chunks.push(rest);
        const decoder = new FrameDecoder(Message);
        expect(pushAll(decoder, chunks)).toEqual(messages);
        decoder.end();
        expect(decoder.buffered).toBe(0);
      },
    ),
    {seed: 14, numRuns: 300},
  );
});

describe("refused", () => {
  test.each([
    ["bytes behind the item", "00000002 0000", "malformed"],
    ["empty frame", "00000000", "truncated"],
    ["item longer than its frame", "00000001 19 01f4", "truncated"],
    ["one byte more than 16 MiB", "01000001", "limit"],
    ["largest claim", "ffffffff", "limit"],
    ["wrong item", "00000001 60", "wrongType"],
  ])("%s, and the stream stays dead", (_, stream, code) => {
    const decoder = new FrameDecoder(u64);
    expect(cborCode(() => pushAll(decoder, [hex(stream)]))).toBe(code);
    expect(cborCode(() => pushAll(decoder, [encodeFrame(u64, 1n)]))).toBe(code);
    expect(cborCode(() => decoder.end())).toBe(code);
    expect(decoder.buffered).toBe(0);
  });

  test("what came whole before the bad frame is handed out first", () => {
    const decoder = new FrameDecoder(u64);
    const values: bigint[] = [];
    const stream = concat(encodeFrame(u64, 7n), hex("00000002 0000"));
    expect(cborCode(() => decoder.push(stream, (value) => values.push(value)))).toBe("malformed");
    expect(values).toEqual([7n]);
  });

  test("a stream that ends inside a frame", () => {
    for (const part of ["00", "00000002", "00000002 18"]) {
      const decoder = new FrameDecoder(u64);
      expect(pushAll(decoder, [hex(part)])).toEqual([]);
      expect(cborCode(() => decoder.end())).toBe("truncated");
    }
  });
});

test("a claim costs no memory before its bytes come", () => {
  const before = process.memoryUsage().arrayBuffers;
  const decoders = Array.from({length: 200}, () => new FrameDecoder(bytes));
  for (const decoder of decoders) decoder.push(hex("01000000 5a"), () => {});
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  expect(decoders.every((decoder) => decoder.buffered === 5)).toBe(true);
});

test("16 MiB go through, more does not", () => {
  const largest = new Uint8Array(maxFrameSize - 5);
  const decoder = new FrameDecoder(bytes);
  const [value] = pushAll(decoder, [encodeFrame(bytes, largest)]);
  expect(value).toHaveProperty("length", largest.length);
  expect(cborCode(() => encodeFrame(bytes, new Uint8Array(maxFrameSize - 4)))).toBe("limit");
});

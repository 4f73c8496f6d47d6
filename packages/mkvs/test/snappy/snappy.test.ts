import {concat, fromHex, toHex, utf8} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {decodeFrames, SnappyError} from "../../src/snappy/index.ts";
import {type SampleKind, sampleKinds, seededRandom} from "./samples.ts";
import {decodeAll, encodeWrites} from "./streams.ts";

const IDENTIFIER = "ff060000734e61507059";
const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();

/** Samples and the SHA-256 of what github.com/golang/snappy v0.0.4 (NewBufferedWriter) makes of them. */
const recorded: readonly (readonly [SampleKind, readonly number[], string])[] = [
  ["letters", [16], "7a8512462e5f3ff353f09bd7c238d29604495c25d5d4f1d49d31a741961a376f"],
  ["letters", [17], "f40319c392926a25bc662690c26d81376590a8bee59dce885a2ab6e0b4022038"],
  ["noise", [100], "12cfea2713b2fd388c022385899664d252881a2ffe1260d55c3c5279e6c7df64"],
  ["letters", [300], "3473006ea22e46d722e3be36f44b886cb82ed058ec4249a0435819798236ad23"],
  ["zeros", [1000], "a4ea270a97ea6fe4aa4d994dfb0df9190474891ae90e5eb5aa70acd66dcbb2bc"],
  ["periodic", [5000], "3c0d2f2287d31bc4ce29cd2471867baa314c8e152cde724b6fad41968db4e5e4"],
  ["bits", [20000], "04d5b88b88f678b9c636198dce40ae6b16301cbba41359380e402e22a8470df5"],
  ["repeats", [65536], "f05465c015076664f76249c22badd74814325246ffad19bb20f0f2896c5483de"],
  ["letters", [65537], "491c9e8c47ec127a130e8b7725e45954e08d477fae065404ffd790ac43bd430b"],
  ["repeats", [40000, 40000], "6c71beed87488685d514e8799ead8f4cca2726535c1cef3e5f249123907861f1"],
  ["repeats", [10, 65536], "0abf5a9a1770a5996fcfe159755044aaa8f002fb707b963ea025d1e91110664c"],
  ["repeats", [200000], "4a438fbca0cc1e03083964f0b27575b738d2678c66224d4d9267d2b27c591187"],
  ["bits", [30000, 150000, 5], "7b85b01f14c3403d844d90aa9075359c69e2959af4b77b00af61ed8cd19640da"],
  ["noise", [70000], "6b4447f4438e5d05bdcdc83b9422bc39f22633330fbad67f6c79c413df699d2b"],
  [
    "repeats",
    [10, 20, 3000, 140, 65000, 70000, 12],
    "3ed12efce82c697173910355f45a15f8711b6b8063799c306845020a8059c085",
  ],
];

describe("frame encoder", () => {
  test.each(recorded)(
    "%s in writes of %j bytes gives the reference's bytes",
    async (kind, lengths, digest) => {
      const random = seededRandom(7);
      const stream = encodeWrites(lengths.map((length) => sampleKinds[kind](random, length)));
      expect(toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(stream))))).toBe(
        digest,
      );
    },
  );

  test("nothing written leaves the stream empty", () => {
    expect(encodeWrites([])).toEqual(new Uint8Array());
    expect(encodeWrites([new Uint8Array()])).toEqual(new Uint8Array());
  });

  test("writes are gathered into one frame until a buffer is full", () => {
    const stream = encodeWrites([utf8("abc"), utf8("def")]);
    expect(toHex(stream)).toBe(`${IDENTIFIER}010a0000${toHex(stream.subarray(14, 18))}616263646566`);
  });
});

describe("frame decoder", () => {
  const stream = encodeWrites([utf8("a text, a text, a text, a text, a text")]);

  test("yields one block a frame", () => {
    const two = encodeWrites([new Uint8Array(65536), utf8("rest")]);
    expect([...decodeFrames(two)].map((block) => block.length)).toEqual([65536, 4]);
  });

  test("passes over padding, reserved skippable frames and repeated identifiers", () => {
    const extra = hex(`fe03000000000080020000ffff${IDENTIFIER}`);
    expect(decodeAll(concat(stream, extra, stream.subarray(10)))).toEqual(
      concat(decodeAll(stream), decodeAll(stream)),
    );
  });

  test.each([
    ["no identifier first", "01050000000000000061", "corrupt"],
    ["padding before the identifier", `fe000000${IDENTIFIER}`, "corrupt"],
    ["wrong identifier", "ff060000734e61507058", "corrupt"],
    ["header cut short", `${IDENTIFIER}0105`, "corrupt"],
    ["body cut short", `${IDENTIFIER}010500000000`, "corrupt"],
    ["no room for a checksum", `${IDENTIFIER}01030000000000`, "corrupt"],
    ["checksum mismatch", `${IDENTIFIER}010500000000000061`, "corrupt"],
    ["reserved unskippable frame", `${IDENTIFIER}02000000`, "unsupported"],
    ["frame longer than any", `${IDENTIFIER}00ffffff`, "unsupported"],
    ["block claiming 4 GiB", `${IDENTIFIER}0009000000000000ffffffff0f`, "corrupt"],
    ["block length of eleven bytes", `${IDENTIFIER}000f000000000000ffffffffffffffffffff01`, "corrupt"],
    ["literal longer than the input", `${IDENTIFIER}000a00000000000005fcffffffff`, "corrupt"],
    ["copy from before the block", `${IDENTIFIER}0007000000000000040101`, "corrupt"],
    ["copy of offset zero", `${IDENTIFIER}0009000000000000060061010000`, "corrupt"],
    ["copy longer than the block", `${IDENTIFIER}000a00000000000005006109010000`, "corrupt"],
    ["block shorter than claimed", `${IDENTIFIER}0007000000000000050061`, "corrupt"],
  ])("refuses %s", (_, bytes, code) => {
    expect(() => decodeAll(hex(bytes))).toThrow(SnappyError);
    expect(() => decodeAll(hex(bytes))).toThrow(expect.objectContaining({code}));
  });

  test("refuses a raw frame of more than 65536 bytes", () => {
    const frame = new Uint8Array(8 + 65537);
    frame.set([1, 5, 0, 1]);
    expect(() => decodeAll(concat(hex(IDENTIFIER), frame))).toThrow("raw block is too long");
  });

  test("reads copies with four-byte offsets, which no encoder here writes", () => {
    // "abcd" as a literal, then four bytes from four back.
    const block = hex("080c616263640f04000000");
    const raw = encodeWrites([utf8("abcdabcd")]);
    const frame = concat(Uint8Array.of(0, 4 + block.length, 0, 0), raw.subarray(14, 18), block);
    expect(decodeAll(concat(hex(IDENTIFIER), frame))).toEqual(utf8("abcdabcd"));
  });
});

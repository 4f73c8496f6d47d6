import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {describe, expect, test} from "vitest";
import {fromHex, toBase64, toHex, utf8} from "../../src/bytes/index.ts";
import {CborError, decode, encode, fromJson, stringifyJson, toJson} from "../../src/cbor/index.ts";
import {PemError} from "../../src/pem/index.ts";
import {Blake2Xb} from "../../src/pvss/blake2xb.ts";
import {
  basePoint,
  encodeElement,
  generator,
  infinity,
  scalars,
  sumOf,
  timesSecret,
} from "../../src/pvss/group.ts";
import {
  Commit,
  type CommitShare,
  mayReveal,
  newDealer,
  newPvssInstance,
  Point,
  PubVerShare,
  PvssError,
  PvssInstance,
  pointFromBytes,
  processCommit,
  processReveal,
  publicPoint,
  Reveal,
  recover,
  Scalar,
  scalarFromBytes,
  scalarFromPem,
  scalarToPem,
} from "../../src/pvss/index.ts";

interface Transcript {
  readonly participants: readonly string[];
  readonly commits: readonly string[];
  readonly reveals: readonly string[];
}

const transcript: Transcript = JSON.parse(
  readFileSync(new URL("testdata/transcript.json", import.meta.url), "utf8"),
);
const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);
const participants = transcript.participants.map((point) => pointFromBytes(hex(point)));
const commits = transcript.commits.map((bytes) => decode(Commit, hex(bytes)));
const reveals = transcript.reveals.map((bytes) => decode(Reveal, hex(bytes)));
const privateScalar = (n: number): Scalar =>
  scalarFromBytes(Uint8Array.from({length: 32}, (_, i) => (i === 31 ? n : 0)));
const noPoint = new Uint8Array(0);

describe("the group", () => {
  test("BLAKE2Xb of unknown length gives the reference's stream, however it is read", () => {
    const stream = new Blake2Xb(utf8("abc"));
    expect(toHex(stream.read(5)) + toHex(stream.read(27))).toBe(
      "fab0ae13ed9cdc9214d7aba22020e7baca426e3601300e15c907ae39bddde57d",
    );
    const [long, short] = [new Blake2Xb(utf8("abc")), new Blake2Xb(utf8("abc"))];
    const bytes = long.read(200);
    expect([...short.read(63), ...short.read(66), ...short.read(71)]).toEqual([...bytes]);
    expect(new Blake2Xb(new Uint8Array(65)).read(8)).not.toEqual(new Blake2Xb(new Uint8Array(64)).read(8));
  });

  test("the second generator is the reference's", () => {
    expect(toHex(encodeElement(basePoint))).toBe(
      "04b99de5449d7fc4478c67292d0c1852384eb2bcc672f3477e0b41c1d6cfda1c9daa024f5fbab78ff641b26cd19cb2f8bcd34cf4eb7feb6030e2cb142020d508b2",
    );
  });

  test("zero scalars and infinity take part in sums", () => {
    expect(sumOf([]).is0()).toBe(true);
    expect(
      sumOf([
        [0n, generator],
        [5n, infinity],
      ]).is0(),
    ).toBe(true);
    expect(
      sumOf([
        [1n, generator],
        [scalars.ORDER - 1n, generator],
      ]).is0(),
    ).toBe(true);
    expect(
      sumOf([
        [2n, generator],
        [3n, generator],
      ]).equals(timesSecret(5n, generator)),
    ).toBe(true);
    expect(timesSecret(0n, generator).is0()).toBe(true);
    expect(toHex(encodeElement(infinity))).toBe(`04${"00".repeat(64)}`);
  });
});

describe("points and scalars", () => {
  test.each([
    ["", "pvss/s11n: failed to deserialize point: no bytes"],
    ["00", "pvss/s11n: deserialized point is invalid: pvss/s11n: point is invalid"],
    ["04", "pvss/s11n: deserialized point is invalid: pvss/s11n: point is invalid"],
    ["00".repeat(200), "pvss/s11n: deserialized point is invalid: pvss/s11n: point is invalid"],
    [`04${"ff".repeat(64)}`, "pvss/s11n: failed to deserialize point: invalid elliptic curve point"],
    [
      `02${transcript.participants[0]?.slice(2, 66)}`,
      "pvss/s11n: failed to deserialize point: invalid elliptic curve point",
    ],
  ])("%s is not a point", (bytes, message) => {
    expect(() => pointFromBytes(hex(bytes))).toThrow(expect.objectContaining({message}));
  });

  test("scalars are 32 bytes below the order, zero too", () => {
    const order = hex(scalars.ORDER.toString(16));
    expect(() => scalarFromBytes(order)).toThrow("value out of range");
    for (const size of [0, 31, 33])
      expect(() => scalarFromBytes(new Uint8Array(size))).toThrow("wrong size buffer");
    const zero = scalarFromBytes(new Uint8Array(32));
    expect(() => encode(Point, publicPoint(zero))).toThrow(CborError);
    expect(encode(Scalar, zero)).toEqual(hex(`5820${"00".repeat(32)}`));
  });

  test("what is missing cannot be encoded", () => {
    expect(() => encode(Point, Point.zero())).toThrow(CborError);
    expect(() => encode(Scalar, Scalar.zero())).toThrow(CborError);
    expect(() => encode(PubVerShare, PubVerShare.zero())).toThrow(CborError);
  });

  test("JSON shows points and hides scalars", () => {
    const [point = Point.zero()] = participants;
    expect(toJson(Point, point)).toBe(toBase64(point));
    expect(fromJson(Point, toBase64(point))).toEqual(point);
    expect(toJson(Scalar, privateScalar(5))).toEqual({});
    expect(fromJson(Scalar, {})).toHaveLength(0);
    const share = commits[0]?.shares?.[0];
    expect(stringifyJson(toJson(PubVerShare, share?.pubVerShare ?? PubVerShare.zero()))).toMatch(
      /^\{"v":"[^"]{88}","c":\{\},"r":\{\},"vg":"[^"]{88}","vh":"[^"]{88}"\}$/,
    );
  });

  test("a scalar's file holds its bytes", () => {
    const pem = scalarToPem(privateScalar(5));
    expect(pem).toBe(
      `-----BEGIN EC PRIVATE KEY-----\n${toBase64(privateScalar(5))}\n-----END EC PRIVATE KEY-----\n`,
    );
    expect(scalarFromPem(pem)).toEqual(privateScalar(5));
    expect(() => scalarFromPem(pem.replaceAll("PRIVATE", "PUBLIC"))).toThrow(PemError);
  });
});

describe("a recorded execution with two participants", () => {
  const start = newPvssInstance(participants, 2n);
  const committed = commits.reduce((instance, commit) => processCommit(instance, commit), start);
  const revealed = reveals.reduce((instance, reveal) => processReveal(instance, reveal), committed);

  test("recovers the recorded entropy", () => {
    expect(participants).toEqual([5, 6].map((n) => publicPoint(privateScalar(n))));
    const {entropy, contributors} = recover(revealed);
    expect(toHex(entropy)).toBe("16618c9c74682d0ad44b87dd66822088d5d28d00505ea5190eff4eb89b781e96");
    expect(contributors).toEqual([0n, 1n]);
  });

  test("leaves an instance of the recorded bytes", () => {
    const bytes = encode(PvssInstance, revealed);
    expect(bytes).toHaveLength(3992);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(
      "5f933b387436c2b7c465b14ced4f6a70cdbdf8cf94324425c1d6669fe52de405",
    );
    expect(encode(PvssInstance, decode(PvssInstance, bytes))).toEqual(bytes);
    for (const [i, commit] of commits.entries())
      expect(toHex(encode(Commit, commit))).toBe(transcript.commits[i]);
    for (const [i, reveal] of reveals.entries())
      expect(toHex(encode(Reveal, reveal))).toBe(transcript.reveals[i]);
  });

  test("steps leave the instance they start from alone", () => {
    expect(mayReveal(start)).toEqual({ready: false, count: 0});
    expect(mayReveal(committed)).toEqual({ready: true, count: 2});
  });

  test("refuses shares that lack a part, in the reference's words", () => {
    const commit = commits[0] ?? Commit.zero();
    const broken = (change: (share: CommitShare) => CommitShare | null): Commit => ({
      ...commit,
      shares: (commit.shares ?? []).map((share) => share && change(share)),
    });
    const cases: readonly [Commit, string][] = [
      [broken(() => null), "pvss/commit: missing share: 0"],
      [
        broken((share) => ({...share, polyV: Point.zero()})),
        "pvss/commit: share 0 malformed: pvss/s11n: invalid CommitShare PolyV: pvss/s11n: point is missing",
      ],
      [
        broken((share) => ({...share, pubVerShare: {...share.pubVerShare, c: Scalar.zero()}})),
        "pvss/commit: share 0 malformed: pvss/s11n: invalid CommitShare PubVerShare: pvss/s11n: invalid PubVerShare C: pvss/s11n: scalar is missing",
      ],
      [{...commit, shares: null}, "pvss/commit: invalid number of shares: 0"],
      [{...commit, index: -1n}, "pvss/commit: invalid commit index: -1"],
      [{...commit, index: 2n}, "pvss/commit: invalid commit index: 2"],
    ];
    for (const [bad, message] of cases) {
      expect(() => processCommit(start, bad)).toThrow(expect.objectContaining({message, code: "badCommit"}));
    }
    const reveal = reveals[0] ?? Reveal.zero();
    const unknownDealer = new Map(
      [...(reveal.decryptedShares ?? [])].map(([dealer, share]) => [dealer + 5n, share]),
    );
    expect(() => processReveal(committed, {...reveal, decryptedShares: unknownDealer})).toThrow(
      "pvss/reveal: reveal for missing commit: 5",
    );
    for (const index of [-1n, 2n, 2n ** 63n - 1n]) {
      expect(() => processReveal(committed, {...reveal, index})).toThrow(
        `pvss/reveal: invalid reveal index: ${index}`,
      );
    }
    expect(() => processReveal(committed, {...reveal, decryptedShares: null})).toThrow(
      "pvss/reveal: invalid number of decrypted shares: 0",
    );
    expect(() => recover(committed)).toThrow("pvss/recover: insufficient valid reveals");
  });

  test("every value of a share counts", () => {
    const [commit = Commit.zero(), other = Commit.zero()] = commits;
    const [reveal = Reveal.zero(), otherReveal = Reveal.zero()] = reveals;
    const [foreign = null] = other.shares ?? [];
    const [foreignDecrypted = null] = otherReveal.decryptedShares?.values() ?? [];
    if (foreign === null || foreignDecrypted === null) throw new RangeError("a transcript has shares");
    for (const name of ["v", "c", "r", "vg", "vh"] as const) {
      const shares = (commit.shares ?? []).map(
        (share) =>
          share && {...share, pubVerShare: {...share.pubVerShare, [name]: foreign.pubVerShare[name]}},
      );
      expect(() => processCommit(start, {...commit, shares})).toThrow(
        "pvss/commit: failed to verify encrypted share (0:0): verification of encrypted share failed",
      );
      const decryptedShares = new Map(
        [...(reveal.decryptedShares ?? [])].map(([dealer, share]) => [
          dealer,
          share && {...share, [name]: foreignDecrypted[name]},
        ]),
      );
      expect(() => processReveal(committed, {...reveal, decryptedShares})).toThrow(
        "pvss/reveal: failed to verify decrypted share (0:0): verification of decrypted share failed",
      );
    }
    const shares = (commit.shares ?? []).map((share) => share && {...share, polyV: foreign.polyV});
    expect(() => processCommit(start, {...commit, shares})).toThrow("failed to verify encrypted share (0:0)");
    // Of threshold 1 only the first value of the polynomial counts, and it stands for all of them.
    const single = newPvssInstance(participants, 1n);
    expect(() => processCommit(single, commit)).toThrow("failed to verify encrypted share (0:1)");
  });

  test("accepts a proof whose challenge nobody could have derived (kept)", () => {
    // With the challenge at will, commitments can be computed backwards from any response.
    const {index, shares} = commits[0] ?? Commit.zero();
    const forged = (shares ?? []).map((share) => {
      const {polyV, pubVerShare} = share ?? {polyV: Point.zero(), pubVerShare: PubVerShare.zero()};
      const one = scalarFromBytes(Uint8Array.from({length: 32}, (_, i) => (i === 31 ? 1 : 0)));
      const zero = scalarFromBytes(new Uint8Array(32));
      // c = 1, r = 0: the commitments are the images themselves.
      return {polyV, pubVerShare: {...pubVerShare, c: one, r: zero, vg: polyV, vh: pubVerShare.v}};
    });
    expect(mayReveal(processCommit(start, {index, shares: forged})).count).toBe(1);
  });
});

describe("setting up", () => {
  test("refuses too few participants, bad points and thresholds", () => {
    expect(() => newPvssInstance(participants.slice(0, 1), 1n)).toThrow(
      "pvss/new: insufficient participants: 1",
    );
    for (const threshold of [0n, -1n, 3n]) {
      expect(() => newPvssInstance(participants, threshold)).toThrow(
        `pvss/new: insufficient threshold: ${threshold}`,
      );
    }
    const withMissing = [...participants, Point.zero()];
    expect(withMissing[2]).toEqual(noPoint);
    expect(() => newPvssInstance(withMissing, 2n)).toThrow(
      "pvss/new: invalid point for participant 2: pvss/s11n: point is missing",
    );
  });

  test("refuses private keys of nobody", () => {
    const instance = newPvssInstance(participants, 2n);
    const random = (length: number): Uint8Array => new Uint8Array(length);
    expect(newDealer(instance, privateScalar(6), random).index).toBe(1);
    expect(() => newDealer(instance, privateScalar(7), random)).toThrow(
      "pvss: privateKey's point not in participant list",
    );
    expect(() => newDealer(instance, privateScalar(0), random)).toThrow(PvssError);
    expect(() => newDealer(instance, Scalar.zero(), random)).toThrow(
      "pvss: invalid private key: pvss/s11n: scalar is missing",
    );
  });
});

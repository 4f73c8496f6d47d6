import {rootTypes} from "@oasis-node/mkvs/node";
import {asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {expect, test} from "vitest";
import {ReceiptBody, receiptBody} from "../../src/storage/index.ts";
import {expectEncoding, runtimeId} from "../support.ts";

test("root types of a receipt are a byte string (consensus-paratime appendix B)", () => {
  expectEncoding(
    ReceiptBody,
    {
      version: 1,
      namespace: runtimeId,
      round: asRound(1n),
      rootTypes: new Uint8Array([rootTypes.io, rootTypes.state]),
      roots: [emptyHash, emptyHash],
    },
    "a5626e735820800000000000000000000000000000000000000000000000000000000000000065726f6f7473825820c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a5820c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a65726f756e64016776657273696f6e016a726f6f745f7479706573420201",
  );
});

test("a receipt lists its roots and their types in the same order", () => {
  const other = hashOf(new Uint8Array(1));
  const body = receiptBody(runtimeId, asRound(4n), [
    {type: "io", hash: emptyHash},
    {type: "state", hash: other},
  ]);
  expect(body).toEqual({
    version: 1,
    namespace: runtimeId,
    round: 4n,
    rootTypes: Uint8Array.of(2, 1),
    roots: [emptyHash, other],
  });
});

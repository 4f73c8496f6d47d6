import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {encode, fromJson, toJson} from "@oasis-node/primitives/cbor";
import {enclaveIdentityKey, enclaveIdentityOf} from "@oasis-node/primitives/sgx";
import {describe, expect, test} from "vitest";
import {InitResponse, KeymanagerStatus, PolicySgx} from "../../src/keymanager/index.ts";
import {expectEncoding, hex, runtimeId} from "../support.ts";

describe("encodings recorded from the reference (consensus-paratime §4)", () => {
  test("init response", () => {
    expectEncoding(
      InitResponse,
      {isSecure: false, checksum: hex("0102"), policyChecksum: null},
      "a368636865636b73756d4201026969735f736563757265f46f706f6c6963795f636865636b73756df6",
    );
  });

  test("empty status", () => {
    expectEncoding(
      KeymanagerStatus,
      KeymanagerStatus.make({id: runtimeId}),
      `a66269645820${toHex(runtimeId)}656e6f646573f666706f6c696379f668636865636b73756df66969735f736563757265f46e69735f696e697469616c697a6564f4`,
    );
  });
});

test("enclaves of a policy are maps as keys in CBOR, base64 as keys in JSON, and found by content", () => {
  const identity = enclaveIdentityOf(new Uint8Array(64).fill(7));
  const policy = PolicySgx.make({
    id: runtimeId,
    enclaves: new BytesMap([[enclaveIdentityKey(identity), {mayQuery: null, mayReplicate: [identity]}]]),
  });
  const again = fromJson(PolicySgx, toJson(PolicySgx, policy));
  expect(encode(PolicySgx, again)).toEqual(encode(PolicySgx, policy));
  expect(again.enclaves?.get(enclaveIdentityKey(identity))?.mayReplicate).toEqual([identity]);
});

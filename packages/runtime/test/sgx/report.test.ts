import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {toHex} from "@oasis-node/primitives/bytes";
import {checkReportSignature, quoteFromBytes, reportFromBody} from "@oasis-node/state-transition/registry";
import {expect, test} from "vitest";
import {root} from "../../../../scripts/run.ts";

/** Recorded, and may not be copied into the project. */
const recorded = join(root, "..", "shared", "vectors", "ias");
const inCertificatesTime = BigInt(Date.UTC(2021, 0, 1)) * 1_000_000n;
const afterIt = BigInt(Date.UTC(2050, 0, 1)) * 1_000_000n;

test.skipIf(!existsSync(recorded))(`a report of Intel's is good in its time (${recorded})`, async () => {
  const read = async (name: string) => new Uint8Array(await readFile(join(recorded, name)));
  const body = await read("avr_v4_body_sw_hardening_needed.json");
  const report = {
    body,
    signature: await read("avr_v4_body_sw_hardening_needed.sig"),
    certificateChain: await read("avr_certificates_urlencoded.pem"),
  };
  checkReportSignature(report, inCertificatesTime);
  expect(() => checkReportSignature(report, afterIt)).toThrow(
    expect.objectContaining({code: "certificates"}),
  );
  const changed = {...report, body: body.with(2, 0)};
  expect(() => checkReportSignature(changed, inCertificatesTime)).toThrow(
    expect.objectContaining({code: "signature"}),
  );
  // Its enclave is in debug mode, by the signer whom everybody knows.
  for (const rules of [
    {debugEnclaves: true, testSigners: false},
    {debugEnclaves: false, testSigners: true},
  ])
    expect(() => reportFromBody(body, rules)).toThrow(expect.objectContaining({code: "quote"}));
  const parsed = reportFromBody(body, {debugEnclaves: true, testSigners: true});
  expect([parsed.quoteStatus, parsed.nonce]).toEqual([
    "SW_HARDENING_NEEDED",
    "biNMqBAuTPF2hp/0fXa4P3splRkLHJf0",
  ]);
  const {mrEnclave, reportData} = quoteFromBytes(parsed.quote ?? new Uint8Array());
  expect(toHex(mrEnclave)).toMatch(/^92143ea7.*168e$/);
  expect(toHex(reportData)).toMatch(/^6e90dd30/);
});

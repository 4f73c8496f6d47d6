import {fromHex, utf8} from "@oasis-node/primitives/bytes";
import {
  bytes,
  field,
  fromJson,
  i64,
  list,
  nullable,
  parseJson,
  struct,
  text,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {AttestationError} from "./attestationError.ts";
import {checkEnclave, type EnclaveRules, quoteFromBytes, quoteSize} from "./quote.ts";
import {isReportTimestamp} from "./timestamp.ts";

const requiredVersion = 4n;
const maxNonceSize = 32;
const pseManifestHashSize = 32;
const epidPseudonymSize = 128;

/** Attestation verification report of Intel's service: JSON, with Intel's names of the fields. */
const Report = struct("ias.AttestationVerificationReport", {
  id: text,
  timestamp: text,
  version: i64,
  quoteStatus: field("isvEnclaveQuoteStatus", nullable(text)),
  quote: field("isvEnclaveQuoteBody", bytes),
  revocationReason: field("revocationReason", nullable(i64)),
  pseManifestStatus: field("pseManifestStatus", nullable(text)),
  pseManifestHash: field("pseManifestHash", text),
  platformInfoBlob: field("platformInfoBlob", text),
  nonce: text,
  epidPseudonym: field("epidPseudonym", bytes),
  advisoryUrl: field("advisoryURL", text),
  advisoryIds: field("advisoryIDs", list(text)),
});
export type Report = ValueOf<typeof Report>;

const groupRevoked = "GROUP_REVOKED";
/** Statuses with which a platform may stay in service. */
const conditionalStatuses = [
  "GROUP_OUT_OF_DATE",
  "CONFIGURATION_NEEDED",
  "SW_HARDENING_NEEDED",
  "CONFIGURATION_AND_SW_HARDENING_NEEDED",
];
const quoteStatuses = [
  "OK",
  "SIGNATURE_INVALID",
  groupRevoked,
  "SIGNATURE_REVOKED",
  "KEY_REVOKED",
  "SIGRL_VERSION_MISMATCH",
  ...conditionalStatuses,
];
const doubtfulManifests = ["OUT_OF_DATE", "REVOKED", "RL_VERSION_MISMATCH"];
const manifestStatuses = ["OK", "UNKNOWN", "INVALID", ...doubtfulManifests];

/** The report in a body of JSON, checked by itself. Throws `AttestationError`. */
export function reportFromBody(body: Uint8Array, rules: EnclaveRules): Report {
  const report = parse(body);
  check(isReportTimestamp(report.timestamp), "invalid timestamp");
  check(
    report.version === requiredVersion,
    `invalid report version, got: ${report.version}, required: ${requiredVersion}`,
  );
  check(report.quoteStatus !== null, "missing isvEnclaveQuoteStatus");
  checkQuote(report, rules);
  checkRevocation(report);
  checkManifest(report);
  checkPlatformInfo(report);
  check(utf8(report.nonce).length <= maxNonceSize, "invalid nonce length");
  check([0, epidPseudonymSize].includes(report.epidPseudonym?.length ?? 0), "invalid epidPseudonym length");
  return report;
}

/** Any bytes are text: what is no UTF-8 is replaced, as Go does. */
function parse(body: Uint8Array): Report {
  try {
    const report = fromJson(Report, parseJson(new TextDecoder().decode(body)));
    const {quoteStatus, pseManifestStatus} = report;
    check(quoteStatus === null || quoteStatuses.includes(quoteStatus), "invalid quote status");
    const isKnown = pseManifestStatus === null || manifestStatuses.includes(pseManifestStatus);
    check(isKnown, "invalid PSE manifest status");
    return report;
  } catch (cause) {
    throw new AttestationError("report", "ias/avr: failed to parse JSON", {cause});
  }
}

function checkQuote({quote}: Report, rules: EnclaveRules): void {
  if (quote === null || quote.length === 0) return;
  check(quote.length === quoteSize, "invalid isvEnclaveQuoteBody length");
  checkEnclave(quoteFromBytes(quote), rules);
}

function checkRevocation({quoteStatus, revocationReason}: Report): void {
  if (quoteStatus === groupRevoked) check(revocationReason !== null, "missing revocationReason");
  else check(revocationReason === null, "invalid isvEnclaveStatus for revocationReason");
}

function checkManifest({quoteStatus, pseManifestStatus, pseManifestHash}: Report): void {
  const mayHave = ["OK", ...conditionalStatuses].includes(quoteStatus ?? "");
  check(pseManifestStatus === null || mayHave, "unexpected pseManifestStatus");
  const hash = fromHex(pseManifestHash);
  check(hash !== null, "failed to decode pseManifestHash");
  check([0, pseManifestHashSize].includes(hash?.length ?? 0), "invalid pseManifestHash length");
}

function checkPlatformInfo({quoteStatus, pseManifestStatus, platformInfoBlob}: Report): void {
  const blob = fromHex(platformInfoBlob);
  check(blob !== null, "failed to decode platformInfoBlob");
  if (blob === null || blob.length === 0) return;
  const mayHave =
    [groupRevoked, ...conditionalStatuses].includes(quoteStatus ?? "") ||
    doubtfulManifests.includes(pseManifestStatus ?? "");
  check(mayHave, "unexpected platformInfoBlob");
}

function check(holds: boolean, problem: string): void {
  if (!holds) throw new AttestationError("report", `ias/avr: ${problem}`);
}

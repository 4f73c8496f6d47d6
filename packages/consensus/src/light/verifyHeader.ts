import {equal} from "@oasis-node/primitives/bytes";
import {
  checkSignedHeader,
  hasTrueTotal,
  type SignedHeader,
  upperHex,
  type ValidatorSet,
  validatorSetHash,
  type WholeHeader,
} from "../tendermint/index.ts";
import {durationText, timeText} from "./goTime.ts";
import {LightError} from "./lightError.ts";
import {type Fraction, verifyCommitLight, verifyCommitLightTrusting} from "./verifyCommit.ts";

/** How long a header may be built on, and how the clock may be off. All in nanoseconds. */
export interface LightClock {
  /** Since 1970. */
  readonly now: bigint;
  readonly trustingPeriod: bigint;
  readonly maxClockDrift: bigint;
}

/** A header that is trusted, with validators whose signatures count: its own, or the next ones. */
export interface TrustedHeader extends WholeHeader {
  readonly validators: ValidatorSet;
}

/** A header as received, with what are said to be its validators. */
export interface UntrustedHeader {
  readonly signedHeader: SignedHeader;
  readonly validators: ValidatorSet;
}

/** A third: at least one honest validator is among more of them. */
export const defaultTrustLevel: Fraction = {numerator: 1n, denominator: 3n};

/** Checks that a trusted header leads to a later one. Throws `LightError`. */
export function verify(
  trusted: TrustedHeader,
  untrusted: UntrustedHeader,
  clock: LightClock,
  level: Fraction = defaultTrustLevel,
): void {
  if (isNext(trusted, untrusted)) verifyAdjacent(trusted, untrusted, clock);
  else verifyNonAdjacent(trusted, untrusted, clock, level);
}

/** Checks that a trusted header leads to the one of the next height, whose validators it announces. Throws `LightError`. */
export function verifyAdjacent(
  trusted: Omit<TrustedHeader, "validators">,
  untrusted: UntrustedHeader,
  clock: LightClock,
): void {
  if (!isNext(trusted, untrusted)) throw new LightError("notAdjacent", "headers must be adjacent in height");
  checkNotExpired(trusted, clock);
  const whole = asInvalidHeader(() => checkNewHeader(trusted, untrusted, clock));
  const [announced, found] = [trusted.header.nextValidatorsHash, whole.header.validatorsHash];
  if (!equal(announced, found)) {
    throw new LightError(
      "wrongValidators",
      `expected old header next validators (${upperHex(announced)}) to match those from new header (${upperHex(found)})`,
    );
  }
  checkOwnCommit(trusted, whole, untrusted.validators);
}

/** Checks that a trusted header leads to one further on: enough of its validators signed that too. Throws `LightError`. */
export function verifyNonAdjacent(
  trusted: TrustedHeader,
  untrusted: UntrustedHeader,
  clock: LightClock,
  level: Fraction = defaultTrustLevel,
): void {
  if (isNext(trusted, untrusted)) throw new LightError("adjacent", "headers must be non adjacent in height");
  checkNotExpired(trusted, clock);
  const whole = asInvalidHeader(() => checkNewHeader(trusted, untrusted, clock));
  try {
    verifyCommitLightTrusting(trusted.validators, whole.commit, trusted.header.chainId, level);
  } catch (error) {
    if (!(error instanceof LightError) || error.code !== "tooLittlePower") throw error;
    throw new LightError("untrusted", `cant trust new val set: ${error.message}`, {cause: error});
  }
  checkOwnCommit(trusted, whole, untrusted.validators);
}

function isNext({header}: Omit<TrustedHeader, "validators">, {signedHeader}: UntrustedHeader): boolean {
  return signedHeader.header?.height === header.height + 1n;
}

function checkNotExpired({header}: Omit<TrustedHeader, "validators">, clock: LightClock): void {
  const expiry = header.time + clock.trustingPeriod;
  if (expiry > clock.now) return;
  throw new LightError(
    "expired",
    `old header has expired at ${timeText(expiry)} (now: ${timeText(clock.now)})`,
  );
}

/** Checks a header by itself, and that it is later than the trusted one but not of the future. */
function checkNewHeader(
  {header: old}: Omit<TrustedHeader, "validators">,
  {signedHeader, validators}: UntrustedHeader,
  {now, maxClockDrift}: LightClock,
): WholeHeader {
  const whole = withPrefix("untrustedHeader.ValidateBasic failed", () =>
    checkSignedHeader(signedHeader, old.chainId),
  );
  const {height, time, validatorsHash} = whole.header;
  if (height <= old.height) {
    throw invalid(`expected new header height ${height} to be greater than one of old header ${old.height}`);
  }
  if (time <= old.time) {
    throw invalid(
      `expected new header time ${timeText(time)} to be after old header time ${timeText(old.time)}`,
    );
  }
  if (time >= now + maxClockDrift) {
    throw invalid(
      `new header has a time from the future ${timeText(time)} (now: ${timeText(now)}; max clock drift: ${durationText(maxClockDrift)})`,
    );
  }
  const hash = validatorSetHash(validators);
  if (!equal(validatorsHash, hash)) {
    throw invalid(
      `expected new header validators (${upperHex(validatorsHash)}) to match those that were supplied (${upperHex(hash)}) at height ${height}`,
    );
  }
  // The hash does not cover the total, which the reference believes: a forged low one would make few signatures enough.
  if (!hasTrueTotal(validators)) {
    throw invalid(`total voting power of validators at height ${height} is not their sum`);
  }
  return whole;
}

/** Checks that the header's own validators committed to it. */
function checkOwnCommit(
  {header: {chainId}}: Omit<TrustedHeader, "validators">,
  {header: {height}, commit}: WholeHeader,
  validators: ValidatorSet,
): void {
  asInvalidHeader(() => verifyCommitLight(validators, commit, {chainId, blockId: commit.blockId, height}));
}

function asInvalidHeader<T>(check: () => T): T {
  return withPrefix("invalid header", check);
}

function withPrefix<T>(prefix: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new LightError("invalidHeader", `${prefix}: ${error.message}`, {cause: error});
  }
}

function invalid(reason: string): LightError {
  return new LightError("invalidHeader", reason);
}

import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {
  Account,
  Delegation,
  EscrowAccount,
  GeneralAccount,
  SharePool,
  StakingGenesis,
  StakingParameters,
  thresholdKinds,
} from "@oasis-node/state-transition/staking";

/** What the test entity owns and has escrowed, each, in base units. */
const testEntityBalance = 100_000_000_000n;

/**
 * - `noSymbol`: nobody says what the token is called;
 * - `testEntity`: the ledger has an account of the test entity already.
 */
export class StakingStateError extends TypedError<"noSymbol" | "testEntity"> {}

export interface StakingOverrides {
  /** Ticker symbol; the state's own when empty. */
  readonly symbol?: string;
  /** Base-10 exponent of a token; the state's own when 0. */
  readonly exponent?: number;
  /** Key of an entity that gets a fortune and its escrow: the test entity. */
  readonly testEntity?: PublicKey;
}

/**
 * A staking state fit for genesis: with a weight for voters and, if it has none, thresholds of zero. Throws
 * `StakingStateError`.
 */
export function stakingState(base: StakingGenesis, overrides: StakingOverrides = {}): StakingGenesis {
  const {parameters} = base;
  const symbol = overrides.symbol || base.tokenSymbol;
  if (symbol === "") throw new StakingStateError("noSymbol", "genesis/staking: token symbol not set");
  const {testEntity} = overrides;
  const ledger = testEntity === undefined ? base : withFortune(base, testEntity);
  return {
    ...ledger,
    tokenSymbol: symbol,
    tokenValueExponent: overrides.exponent || base.tokenValueExponent,
    parameters: {
      ...parameters,
      feeSplitWeightVote: parameters.feeSplitWeightVote || 1n,
      thresholds: (parameters.thresholds?.size ?? 0) > 0 ? parameters.thresholds : noThresholds(),
    },
  };
}

/** A staking state without accounts and with nothing but what the checks demand. */
export function emptyStakingState(): StakingGenesis {
  return StakingGenesis.make({parameters: StakingParameters.make({})});
}

function noThresholds(): NonNullable<StakingParameters["thresholds"]> {
  return new Map(Object.values(thresholdKinds).map((kind) => [kind, 0n]));
}

function withFortune(base: StakingGenesis, publicKey: PublicKey): StakingGenesis {
  const address = stakingAddress(publicKey);
  if (base.ledger?.has(address))
    throw new StakingStateError("testEntity", "genesis/staking: test entity already in ledger");
  if (base.delegations?.get(address)?.has(address))
    throw new StakingStateError("testEntity", "genesis/staking: test entity already has a self-delegation");
  const account = Account.make({
    general: GeneralAccount.make({balance: testEntityBalance}),
    escrow: EscrowAccount.make({
      active: SharePool.make({balance: testEntityBalance, totalShares: 1n}),
    }),
  });
  const own = new BytesMap([
    ...(base.delegations?.get(address) ?? []),
    [address, Delegation.make({shares: 1n})],
  ]);
  return {
    ...base,
    totalSupply: base.totalSupply + 2n * testEntityBalance,
    ledger: new BytesMap([...(base.ledger ?? []), [address, account]]),
    delegations: new BytesMap([...(base.delegations ?? []), [address, own]]),
  };
}

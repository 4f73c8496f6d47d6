import {
  type Address,
  isReservedAddress,
  reservedAddresses,
  stakingAddress,
} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import {asGas} from "@oasis-node/primitives/epoch";
import {type Quantity, subtract} from "@oasis-node/primitives/quantity";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {Fee, transactionErrors} from "../consensus/index.ts";
import {CompositeGas, type Context, HaltError, LimitedGas} from "../context/index.ts";
import {emitStaking} from "./events.ts";
import {StakingError} from "./stakingError.ts";
import {StakingState} from "./state.ts";
import type {Account} from "./types/account.ts";

const unlimitedGas = asGas(2n ** 64n - 1n);

/**
 * Checks the nonce of a transaction, has its signer pay the fee and limits its gas (consensus-core §4.3). What is paid stays
 * paid whatever becomes of the transaction; in checks nothing is written. Simulations are free.
 */
export function authenticateAndPayFees(context: Context, nonce: bigint, fee: Fee | null): void {
  if (context.isSimulation) {
    context.gas = new LimitedGas(unlimitedGas);
    return;
  }
  const signer = signerOf(context);
  const address = stakingAddress(signer);
  if (isReservedAddress(address))
    throw new StakingError("reservedAddress", "using reserved account address is prohibited");
  const state = new StakingState(context.tree);
  const account = state.account(address);
  const expected = account.general.nonce;
  if (expected !== nonce) throw transactionErrors.invalidNonce({details: {expected, found: nonce}});
  const paid = fee ?? Fee.zero();
  if (context.isCheckOnly) checkFee(context, signer, account, paid);
  else payFee(context, state, address, account, paid);
}

/** After a transaction passed its checks: counts it in the tree of checks, so that the next one is checked on top of it. */
export function countCheckedTransaction(context: Context, fee: Fee | null): void {
  if (!context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  const address = stakingAddress(signerOf(context));
  const account = state.account(address);
  const {balance} = account.general;
  const amount = fee?.amount ?? 0n;
  if (balance < amount)
    throw transactionErrors.insufficientFeeBalance({details: {have: balance, need: amount}});
  account.general.balance = balance - amount;
  incrementNonce(account);
  state.setAccount(address, account);
}

function checkFee(context: Context, signer: PublicKey, account: Account, fee: Fee): void {
  context.gas = new LimitedGas(fee.gas);
  const {balance} = account.general;
  if (balance < fee.amount)
    throw transactionErrors.insufficientFeeBalance({details: {have: balance, need: fee.amount}});
  const {ownKey, minGasPrice} = context.chain.node;
  if (ownKey !== null && equal(ownKey, signer)) return;
  if (fee.gas > 0n && gasPrice(fee) < minGasPrice)
    throw transactionErrors.gasPriceTooLow({details: {price: gasPrice(fee), minGasPrice}});
}

function payFee(context: Context, state: StakingState, address: Address, account: Account, fee: Fee): void {
  const {block} = context;
  if (block === null) throw new HaltError("block", "transaction delivered outside a block");
  account.general.balance = subtract(account.general.balance, fee.amount);
  block.fees += fee.amount;
  incrementNonce(account);
  state.setAccount(address, account);
  if (fee.amount !== 0n)
    emitStaking.transfer(context, {from: address, to: reservedAddresses.feeAccumulator, amount: fee.amount});
  context.gas = new CompositeGas([new LimitedGas(fee.gas), block.gas]);
}

/** Base units per unit of gas, rounded down. */
function gasPrice({amount, gas}: Fee): Quantity {
  return gas === 0n ? 0n : amount / gas;
}

function incrementNonce({general}: Account): void {
  general.nonce = BigInt.asUintN(64, general.nonce + 1n);
}

function signerOf({signer}: Context): PublicKey {
  if (signer === null) throw new HaltError("block", "transaction without signer");
  return signer;
}

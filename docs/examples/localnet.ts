// A network inside a program, as a test would use one: it is there in a fraction of a second and gone without a trace.
import {startLocalnet} from "@oasis-node/localnet/localnet";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {prettyAmount} from "@oasis-node/primitives/token";
import {stakingMethods} from "@oasis-node/state-transition/staking";

const network = await startLocalnet({accounts: ["alice", "bob"], balance: 100n});
const [alice, bob] = network.accounts;
if (alice === undefined || bob === undefined) throw new RangeError("both accounts were asked for");

// Nonce and gas are filled in; the promise settles when the transfer is in a block.
await network.submitter.signAndSubmit(
  {
    signer: alice.signer,
    method: stakingMethods["staking.Transfer"],
    body: {to: bob.address, amount: 1_500_000_000n},
  },
  AbortSignal.timeout(10_000),
);

const token = {symbol: await network.apis.staking.tokenSymbol(), exponent: 9};
for (const {name, address} of network.accounts) {
  const {general} = await network.apis.staking.account({height: latestHeight, owner: address});
  console.log(`${name} has ${prettyAmount(general.balance, token)}`);
}

// Streams are async iterables, here and over the socket alike.
for await (const {height} of network.apis.consensus.watchBlocks()) {
  console.log(`a block came: ${height > 1n}`);
  break;
}

const {registration, consensus} = await network.node.controller.getStatus();
console.log(`validator: ${consensus.isValidator}, registered: ${registration.descriptor !== null}`);
await network.stop();

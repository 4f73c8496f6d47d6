import {connect as connectTls} from "node:tls";
import {PrivateKey} from "@oasis-node/primitives/ed25519";
import {silentLogger} from "@oasis-node/primitives/log";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {asPublicKey} from "@oasis-node/primitives/signature";
import {makeCertificate} from "@oasis-node/primitives/tls";
import {describe, expect, onTestFinished, test} from "vitest";
import {type ConnectOptions, connect} from "../../src/client/index.ts";
import {RpcServer} from "../../src/server/index.ts";
import type {Peer} from "../../src/service/index.ts";
import {sampleApi, sampleService} from "../support.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const commonName = "oasis-node";

function identity(seed: number, name = commonName) {
  const privateKey = PrivateKey.fromSeed(new Uint8Array(32).fill(seed));
  const credentials = {certificate: makeCertificate({commonName: name, privateKey, now}), privateKey};
  return {credentials, key: asPublicKey(privateKey.publicKey)};
}

const serverIdentity = identity(1);
const clientIdentity = identity(2);

/** A server that answers with the key of who asks; its port. */
async function tlsServer(peers: Peer[] = []): Promise<{server: RpcServer; port: number}> {
  const server = new RpcServer({logger: silentLogger});
  server.register(sampleService, {
    ...sampleApi,
    ping: async (_, options) => {
      if (options?.peer !== undefined) peers.push(options.peer);
    },
  });
  const {credentials} = serverIdentity;
  const port = await server.listenTls({
    host: "127.0.0.1",
    port: 0,
    credentials,
    clientCommonName: commonName,
    now: () => now,
  });
  onTestFinished(() => server.stop(0));
  return {server, port};
}

function tlsClient(port: number, tls: Partial<NonNullable<ConnectOptions["tls"]>> = {}) {
  const keys = (): readonly PublicKey[] => [serverIdentity.key];
  const client = connect(`127.0.0.1:${port}`, {tls: {keys, commonName, now: () => now, ...tls}});
  onTestFinished(() => client.close());
  return client.api(sampleService);
}

describe("over TLS", () => {
  test("a client without certificate is served, as nobody", async () => {
    const peers: Peer[] = [];
    const {port} = await tlsServer(peers);
    await tlsClient(port).ping();
    expect(peers).toEqual([{tlsKey: null, forwardedSubjects: []}]);
  });

  test("the server knows the key of a client's certificate", async () => {
    const peers: Peer[] = [];
    const {port} = await tlsServer(peers);
    await tlsClient(port, {credentials: () => clientIdentity.credentials}).ping();
    expect(peers[0]?.tlsKey).toEqual(clientIdentity.key);
  });

  test("a client whose certificate is not made by the rules is refused", async () => {
    const {port} = await tlsServer();
    const {credentials} = identity(3, "somebody-else");
    await expect(tlsClient(port, {credentials: () => credentials}).ping()).rejects.toMatchObject({
      code: "Unavailable",
    });
  });

  test.each([
    ["another key", {keys: () => [clientIdentity.key]}, "tls: bad public key"],
    ["no key", {keys: () => []}, "tls: bad public key"],
    ["another name", {commonName: "ias-proxy"}, "tls: bad common name"],
    ["a time after its end", {now: () => now + 400 * 86_400_000}, "tls: current time is after"],
  ] as const)("a client that expects %s does not talk to the server", async (_, tls, words) => {
    const {port} = await tlsServer();
    const call = tlsClient(port, tls).ping();
    await expect(call).rejects.toThrow(`authentication handshake failed: ${words}`);
  });

  test("a new certificate holds for connections from then on", async () => {
    const {server, port} = await tlsServer();
    const renewed = identity(9);
    await tlsClient(port).ping();
    server.setCredentials(renewed.credentials);
    await expect(tlsClient(port).ping()).rejects.toThrow("tls: bad public key");
    await tlsClient(port, {keys: () => [renewed.key]}).ping();
  });

  test("a connection that does not get through its handshake harms nobody", async () => {
    const {port} = await tlsServer();
    const socket = connectTls({port, host: "127.0.0.1", maxVersion: "TLSv1.1", minVersion: "TLSv1"});
    await new Promise((resolve) => socket.once("error", resolve));
    await tlsClient(port).ping();
  });
});

import {type ClientHttp2Session, connect} from "node:http2";
import {sessionOptions, windows} from "../transport/index.ts";
import type {Address} from "./address.ts";
import {dialPlain} from "./dialPlain.ts";
import type {ClientTls} from "./dialTls.ts";

/** Connects. Throws `RpcError` `Unavailable` with the reference's text. */
export async function dial(address: Address, tls: ClientTls | null): Promise<ClientHttp2Session> {
  const socket = tls === null ? await dialPlain(address) : await dialSecurely(address, tls);
  const session = connect(tls === null ? "http://localhost" : "https://localhost", {
    ...sessionOptions,
    createConnection: () => socket,
  });
  session.once("connect", () => session.setLocalWindowSize(windows.connection));
  return session;
}

/** Certificates take time to load, which commands on the local socket have no use for. */
async function dialSecurely(address: Address, tls: ClientTls) {
  const {dialTls} = await import("./dialTls.ts");
  return dialTls(address, tls);
}

export type {NodeIdentity, TlsKeys} from "./nodeIdentity.ts";

import {bool, list, map, struct, text, type ValueOf} from "@oasis-node/primitives/cbor";
import {Namespace} from "@oasis-node/primitives/namespace";
import {PublicKey} from "@oasis-node/primitives/signature";
import {ConsensusAddress, TlsAddress} from "@oasis-node/state-transition/node";
import {defineService, unary} from "../service/index.ts";

/** Addresses under which a sentry is reached. */
export const SentryAddresses = struct("sentry.SentryAddresses", {
  consensus: list(ConsensusAddress),
  tls: list(TlsAddress),
});
export type SentryAddresses = ValueOf<typeof SentryAddresses>;

/** Who may do what: action → subject → whether allowed (cli-config-grpc §5.2). */
export const AccessPolicy = map(text, map(text, bool));
export type AccessPolicy = ValueOf<typeof AccessPolicy>;

/** Access policies of a service, by runtime. */
export const ServicePolicies = struct("sentry.ServicePolicies", {
  service: text,
  accessPolicies: map(Namespace, AccessPolicy),
});
export type ServicePolicies = ValueOf<typeof ServicePolicies>;

/** What a node tells the sentries before it, and asks of them (cli-config-grpc §5.3). */
export const sentryService = defineService("Sentry", {
  getAddresses: unary(null, SentryAddresses),
  setUpstreamTLSPubKeys: unary(list(PublicKey), null),
  getUpstreamTLSPubKeys: unary(null, list(PublicKey)),
  updatePolicies: unary(ServicePolicies, null),
});

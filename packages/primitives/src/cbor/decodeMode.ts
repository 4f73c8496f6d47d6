/** What a decoder lets through; the rules of primitives-mkvs §1.2. */
export interface DecodeMode {
  readonly name: string;
  readonly allowDuplicateKeys: boolean;
  readonly allowUnknownFields: boolean;
  /** Allows tags and indefinite lengths, which go together in all modes. */
  readonly allowTagsAndIndefinite: boolean;
  /** Most elements of one array, and most pairs of one map. */
  readonly maxItems: number;
}

/** Deepest nesting of arrays and maps, the same in all modes. */
export const maxNesting = 32;

/** For all data from outside. */
export const untrusted: DecodeMode = Object.freeze({
  name: "untrusted",
  allowDuplicateKeys: false,
  allowUnknownFields: false,
  allowTagsAndIndefinite: false,
  maxItems: 131_072,
});

/** For the gRPC codec, whose message size is limited elsewhere. */
export const higherLimits: DecodeMode = Object.freeze({
  ...untrusted,
  name: "higherLimits",
  maxItems: 10_000_000,
});

/** Only for what this node itself wrote into its database. */
export const trusted: DecodeMode = Object.freeze({
  name: "trusted",
  allowDuplicateKeys: true,
  allowUnknownFields: true,
  allowTagsAndIndefinite: true,
  maxItems: 2 ** 31 - 1,
});

/** To sniff the version of a structure whose other fields are not known yet (primitives-mkvs §1.3). */
export const versionProbe: DecodeMode = Object.freeze({
  ...untrusted,
  name: "versionProbe",
  allowUnknownFields: true,
});

export {
  asNamespace,
  isKeyManagerNamespace,
  isNamespace,
  isTestNamespace,
  Namespace,
  NamespaceError,
  namespaceFlags,
  namespaceFromText,
  namespaceIdSize,
  namespaceSize,
  newNamespace,
  testNamespace,
} from "./namespace.ts";

// A module of its own, so that what a configuration file needs is bundled apart and loaded when there is one.
export { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';

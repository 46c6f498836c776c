/** What a piece of a text is, in the words of the protocol where it has one. */
export const semanticTypes = [
  'namespace',
  'type',
  'class',
  'struct',
  'parameter',
  'variable',
  'property',
  'enumMember',
  'function',
  'keyword',
  'string',
  'number',
  'regexp',
  'operator',
  /** The name of a directive or key that nobody has. */
  'unresolved',
] as const;

export const semanticModifiers = [
  'definition',
  'readonly',
  'deprecated',
  'defaultLibrary',
  /** The name of a directive with a block. */
  'block',
] as const;

export type SemanticType = (typeof semanticTypes)[number];
export type SemanticModifier = (typeof semanticModifiers)[number];

/** By UTF-16 offsets; never empty. */
export interface Semantic {
  readonly start: number;
  readonly end: number;
  readonly type: SemanticType;
  readonly modifiers: readonly SemanticModifier[];
}

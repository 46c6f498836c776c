import type { Semantic, SemanticModifier, SemanticType } from '../../core/semantics.ts';
import type { Source } from '../../core/text.ts';
import { all, type VersionRange } from '../../core/version.ts';
import { isNumeric, type KeyFacts, lookup } from '../facts/keys.ts';
import type { Piece } from '../syntax.ts';
import { isGlob, pathOf } from './key.ts';
import { goneFor } from './life.ts';
import type { Assignment, Sysctl } from './model.ts';
import { isTemplate } from './value.ts';

/** What the parts of keys and values are; in order. */
export function semantics({ files, target }: Sysctl, { path }: Source): readonly Semantic[] {
  const file = files.find(({ source }) => source.path === path);
  const found: Semantic[] = [];
  const add = (start: number, end: number, type: SemanticType, modifiers: readonly SemanticModifier[] = none) => {
    if (end > start) found.push({ start, end, type, modifiers });
  };
  let next = 0;
  for (const line of file?.lines ?? []) {
    if (line.kind !== 'assignment' && line.kind !== 'exclude') continue;
    if (line.dash !== undefined) add(line.dash, line.dash + 1, 'operator');
    if (!isTemplate(line.key.text)) addKey(line.key, target.kernel, add);
    if (line.kind === 'assignment') addValue(file!.assignments[next++]!, add);
  }
  return found;
}

type Add = (start: number, end: number, type: SemanticType, modifiers?: readonly SemanticModifier[]) => void;

const none: readonly SemanticModifier[] = [];

function addKey({ text, start }: Piece, kernels: readonly VersionRange[], add: Add): void {
  const path = pathOf(text);
  const known = lookup(path);
  const facts = known.kind === 'linux' ? known.facts : undefined;
  const separator = /[./]/.exec(text)?.[0] ?? '.';
  const parts = text.split(separator);
  const names = facts?.name.split('.');
  const modifiers = facts ? modifiersOf(path, facts, kernels) : none;
  const isUnknown = known.kind === 'unknown' && !isGlob(path) && !/\s/.test(text);
  let at = start;
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    // `<iface>` and its like: a name that the machine gives, or `all` and `default`, which are the kernel's.
    const given = names?.length === parts.length && names[i]!.startsWith('<') && !/^(?:all|default)$/.test(part);
    const name = last ? (isUnknown ? 'unresolved' : 'property') : 'namespace';
    const type = part === '*' ? 'operator' : given ? 'parameter' : name;
    add(at, at + part.length, type, last ? modifiers : none);
    at += part.length + separator.length;
  }
}

function modifiersOf(path: string, { mode, inertSince }: KeyFacts, kernels: readonly VersionRange[]): SemanticModifier[] {
  const inert = inertSince !== undefined && all(kernels, { from: inertSince, until: Number.POSITIVE_INFINITY });
  return [
    ...(mode === 'read-only' ? (['readonly'] as const) : []),
    ...(inert || goneFor(path, kernels) ? (['deprecated'] as const) : []),
  ];
}

function addValue({ path, value: { text, start } }: Assignment, add: Add): void {
  if (isTemplate(text)) return;
  const known = lookup(path);
  const facts = known.kind === 'linux' ? known.facts : undefined;
  const counts = facts && (isNumeric(facts) || facts.type === 'list');
  if (facts?.type === 'string') {
    add(start, start + text.length, 'string');
    return;
  }
  // The shape of a field decides where the kernel's own reader is not known.
  for (const { index, 0: field } of text.matchAll(/[^\s,]+/g)) {
    const isNumber = /^-?(?:0[xX][\da-fA-F]+|\d+)(?:-\d+)?$/.test(field);
    if (isNumber || !counts) add(start + index, start + index + field.length, isNumber ? 'number' : 'string');
  }
}

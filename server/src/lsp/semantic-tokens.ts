import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { once } from '../core/once.ts';
import { type Semantic, semanticModifiers, semanticTypes } from '../core/semantics.ts';
import type { Source } from '../core/text.ts';
import { semanticsOf } from '../service/semantics.ts';
import type { CheckResult } from '../service/service.ts';
import { spanOf } from './convert.ts';
import type { Asked, Feature, Session } from './session.ts';

export function semanticTokensFeature(session: Session): Feature {
  const { connection } = session;
  const { semanticTokens } = connection.languages;
  /** What the client was last given about a document. */
  const given = new Map<string, { readonly id: string; readonly version: number; readonly data: readonly number[] }>();
  let ids = 0;

  function answer({ source, result }: Pick<Asked, 'source' | 'result'>, uri: string): SemanticTokens & { resultId: string } {
    const data = tokensOf(result, source);
    const id = String(++ids);
    given.set(uri, { id, version: session.documents.get(uri)?.version ?? 0, data });
    return { resultId: id, data: data as number[] };
  }

  semanticTokens.on(session.aboutText('semantic tokens', none, ({ textDocument: { uri } }, asked) => answer(asked, uri)));
  semanticTokens.onDelta(
    session.aboutText<{ textDocument: { uri: string }; previousResultId: string }, SemanticTokens | SemanticTokensDelta>(
      'semantic tokens',
      none,
      ({ textDocument: { uri }, previousResultId }, asked) => {
        const before = given.get(uri);
        const now = answer(asked, uri);
        return before?.id === previousResultId ? { resultId: now.resultId, edits: difference(before.data, now.data) } : now;
      },
    ),
  );
  semanticTokens.onRange(
    session.aboutText('semantic tokens', none, ({ range }, { source, result }) => {
      const { start, end } = spanOf(source, range);
      return {
        data: encode(
          source,
          semanticsIn(result, source).filter((s) => s.end > start && s.start < end),
        ),
      };
    }),
  );
  return {
    capabilities: ({ capabilities: { textDocument } }) => ({
      ...(textDocument?.semanticTokens && {
        semanticTokensProvider: {
          legend: { tokenTypes: [...semanticTypes], tokenModifiers: [...semanticModifiers] },
          full: { delta: true },
          range: true,
        },
      }),
    }),
    async refresh(result) {
      if (!session.abilities.tokenRefresh) return;
      const isStale = [...given].some(([uri, { version, data }]) => {
        const source = session.source(uri);
        if (!source || session.documents.get(uri)?.version !== version) return false;
        return !same(data, result.files.has(source.path) ? tokensOf(result, source) : []);
      });
      if (isStale) await semanticTokens.refresh();
    },
    closed: (uri) => given.delete(uri),
  };
}

const none: SemanticTokens = { data: [] };

/** By path: a client asks for a part of a text and for all of it. */
const knownOf = once((_: CheckResult) => new Map<string, { readonly found: readonly Semantic[]; data?: readonly number[] }>());

function rememberedFor(result: CheckResult, source: Source) {
  const byPath = knownOf(result);
  let its = byPath.get(source.path);
  if (!its) {
    its = { found: semanticsOf(result.files.get(source.path)!, result.models(source.path), source) };
    byPath.set(source.path, its);
  }
  return its;
}

const semanticsIn = (result: CheckResult, source: Source) => rememberedFor(result, source).found;

function tokensOf(result: CheckResult, source: Source): readonly number[] {
  const its = rememberedFor(result, source);
  its.data ??= encode(source, its.found);
  return its.data;
}

const typeCodes = new Map(semanticTypes.map((type, i) => [type, i]));
const modifierBits = new Map(semanticModifiers.map((modifier, i) => [modifier, 1 << i]));

/** Five numbers for each token, relative to the one before; one that goes on over several lines is one on each of them. */
function encode({ text }: Source, found: readonly Semantic[]): number[] {
  const data: number[] = [];
  let at = 0;
  /** Lines since the last token, and where the current one begins. */
  let lines = 0;
  let line = 0;
  let last = 0;
  const advance = (to: number) => {
    for (; at < to; at++) {
      const c = text.charCodeAt(at);
      if (c !== LF && (c !== CR || text.charCodeAt(at + 1) === LF)) continue;
      lines++;
      line = at + 1;
      last = 0;
    }
  };
  for (const { start, end, type, modifiers } of found) {
    let bits = 0;
    for (const modifier of modifiers) bits |= modifierBits.get(modifier)!;
    for (let from = start; from < end; ) {
      advance(from);
      let to = from;
      while (to < end && text.charCodeAt(to) !== LF && text.charCodeAt(to) !== CR) to++;
      if (to > from) {
        data.push(lines, from - line - last, to - from, typeCodes.get(type)!, bits);
        last = from - line;
        lines = 0;
      }
      from = Math.max(to, from);
      while (from < end && (text.charCodeAt(from) === LF || text.charCodeAt(from) === CR)) from++;
    }
  }
  return data;
}

const LF = 10;
const CR = 13;

/** The one stretch that changed, since tokens are relative to each other. */
function difference(before: readonly number[], after: readonly number[]): SemanticTokensDelta['edits'] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return [];
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return [{ start, deleteCount: before.length - end - start, data: after.slice(start, after.length - end) }];
}

const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((n, i) => n === b[i]);

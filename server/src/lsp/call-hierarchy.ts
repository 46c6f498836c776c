import {
  type CallHierarchyIncomingCall,
  type CallHierarchyIncomingCallsParams,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyOutgoingCallsParams,
  type CallHierarchyPrepareParams,
  type CancellationToken,
  SymbolKind,
} from 'vscode-languageserver';
import { folderOf, innermost, nameIn, nameOf } from '../core/path.ts';
import type { Span } from '../core/text.ts';
import { type Call, type Caller, callersAt, incomingCalls, outgoingCalls } from '../service/hierarchy.ts';
import type { CheckResult } from '../service/service.ts';
import { offsetOf, pathOf, rangeOf, spanOf } from './convert.ts';
import type { Feature, Session } from './session.ts';

export function callHierarchyFeature(session: Session): Feature {
  const { callHierarchy } = session.connection.languages;
  callHierarchy.onPrepare(
    session.aboutText<CallHierarchyPrepareParams, CallHierarchyItem[] | null>(
      'call hierarchy',
      null,
      ({ position }, { source, language, result }) => {
        if (language !== 'nginx') return null;
        const callers = callersAt(result.models, result.sources, source, offsetOf(source, position));
        return callers.length > 0 ? callers.flatMap((caller) => itemOf(caller, result)) : null;
      },
    ),
  );
  callHierarchy.onIncomingCalls(
    calls<CallHierarchyIncomingCallsParams, CallHierarchyIncomingCall>(incomingCalls, (from, fromRanges) => ({
      from,
      fromRanges,
    })),
  );
  callHierarchy.onOutgoingCalls(
    calls<CallHierarchyOutgoingCallsParams, CallHierarchyOutgoingCall>(outgoingCalls, (to, fromRanges) => ({ to, fromRanges })),
  );

  function calls<P extends { readonly item: CallHierarchyItem }, C>(
    find: typeof incomingCalls,
    callOf: (item: CallHierarchyItem, ranges: CallHierarchyIncomingCall['fromRanges']) => C,
  ) {
    return session.guarded<P, C[]>('call hierarchy', [], async ({ item }, token: CancellationToken) => {
      const result = await session.check(token);
      const caller = callerOf(item, result);
      const found: readonly Call[] = caller ? find(result.models, result.sources, caller) : [];
      return found.flatMap((call) =>
        itemOf(call.caller, result).map((its) =>
          callOf(
            its,
            call.places.flatMap((at) => rangeIn(at, result)),
          ),
        ),
      );
    });
  }

  function itemOf({ kind, name, at, focus }: Caller, result: CheckResult): CallHierarchyItem[] {
    const source = result.sources.get(at.file);
    if (!source) return [];
    return [
      {
        name,
        kind: kinds[kind],
        detail: kind === 'file' ? shortFolder(at.file) : nameOf(at.file),
        uri: session.uriOf(at.file),
        range: rangeOf(source, at),
        selectionRange: rangeOf(source, focus),
        data: kind,
      },
    ];
  }

  /** Within the workspace, as a person would say it. */
  function shortFolder(path: string): string {
    const folder = folderOf(path);
    const root = innermost(session.folders, folder);
    return root === undefined ? folder : nameIn(root, folder);
  }

  /** The text may have changed since: then the place is the best that is known. */
  function callerOf({ uri, name, range, selectionRange, data }: CallHierarchyItem, { sources }: CheckResult) {
    const source = sources.get(pathOf(uri));
    if (!source || typeof data !== 'string' || !Object.hasOwn(kinds, data)) return undefined;
    const kind = data as Caller['kind'];
    return { kind, name, at: spanOf(source, range), focus: spanOf(source, selectionRange) };
  }

  return { capabilities: () => ({ callHierarchyProvider: true }) };
}

function rangeIn(at: Span, { sources }: CheckResult): CallHierarchyIncomingCall['fromRanges'] {
  const source = sources.get(at.file);
  return source ? [rangeOf(source, at)] : [];
}

const kinds: Readonly<Record<Caller['kind'], SymbolKind>> = {
  file: SymbolKind.File,
  upstream: SymbolKind.Interface,
  location: SymbolKind.Method,
  server: SymbolKind.Class,
};

import type { CancellationToken, Position } from 'vscode-languageserver';
import {
  configurationAround,
  type EffectiveLine,
  effectiveSettings,
  textOf,
  wholeConfiguration,
} from '../service/effective-configuration.ts';
import type { CheckResult } from '../service/service.ts';
import { offsetOf, pathOf, rangeOf } from './convert.ts';
import type { Feature, Session } from './session.ts';

/** A configuration as the program sees it, and where each of its lines is written. */
interface EffectiveConfiguration {
  readonly text: string;
  /** Zero-based; null for lines that are not written anywhere. */
  readonly lines: readonly ({ readonly uri: string; readonly line: number } | null)[];
}

export function effectiveConfigurationFeature(session: Session): Feature {
  return {
    commands: {
      /** Of the configuration that a document belongs to: [uri], or what applies at a place of it: [uri, position]. */
      async 'keepalint.effectiveConfiguration'(
        [uri, position],
        token: CancellationToken,
      ): Promise<EffectiveConfiguration | null> {
        if (typeof uri !== 'string') return null;
        const result = await session.check(token);
        const path = pathOf(uri);
        const lines = linesFor(session, result, uri, isPosition(position) ? position : undefined);
        if (!lines || !result.files.has(path)) return null;
        const view = session.viewOf(result);
        const { text, places } = textOf(lines, view.words);
        return {
          text,
          lines: places.map((at) => {
            const source = at && result.sources.get(at.file);
            return source ? { uri: view.uriOf(at.file), line: rangeOf(source, at).start.line } : null;
          }),
        };
      },
    },
  };
}

function linesFor(
  session: Session,
  result: CheckResult,
  uri: string,
  position: Position | undefined,
): readonly EffectiveLine[] | undefined {
  const source = session.source(uri);
  if (!source) return undefined;
  const models = result.models(source.path);
  if (result.files.get(source.path) === 'sysctl') {
    const sysctl = models.find((side) => side.sysctl?.files.some((f) => f.source.path === source.path))?.sysctl;
    return sysctl && effectiveSettings(sysctl);
  }
  const nginx = models.find((side) => side.nginx?.files.has(source.path))?.nginx;
  if (!nginx) return undefined;
  return position ? configurationAround(nginx, source.path, offsetOf(source, position)) : wholeConfiguration(nginx);
}

export function isPosition(value: unknown): value is Position {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    'character' in value &&
    Number.isInteger(value.line) &&
    Number.isInteger(value.character)
  );
}

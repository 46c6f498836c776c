import type { CancellationToken, Location } from 'vscode-languageserver';
import { type Directive, spanOf } from '../nginx/model/model.ts';
import { type Answer, whichLocation } from '../nginx/model/which-location.ts';
import { blocksAround } from '../service/effective-configuration.ts';
import { locationsOf, offsetOf, type View } from './convert.ts';
import { isPosition } from './effective-configuration.ts';
import { asMarkdown } from './hover.ts';
import type { Feature, Session } from './session.ts';

/** Which location answers, in the reader's language. */
interface Explained {
  /** Markdown. */
  readonly text: string;
  readonly at: Location | null;
  readonly steps: readonly { readonly text: string; readonly at: Location | null }[];
}

export function whichLocationFeature(session: Session): Feature {
  return {
    commands: {
      /** For a URL in the configuration that a document belongs to: [uri, null, url]; for a path in the server at a place: [uri, position, path]. */
      async 'keepalint.whichLocation'([uri, position, url], token: CancellationToken): Promise<Explained | null> {
        if (typeof uri !== 'string' || typeof url !== 'string') return null;
        const result = await session.check(token);
        const source = session.source(uri);
        const nginx = source && result.models(source.path).find((side) => side.nginx?.files.has(source.path))?.nginx;
        if (!nginx) return null;
        const near = isPosition(position) ? blocksAround(nginx, source.path, offsetOf(source, position))[0] : undefined;
        return explained(session.viewOf(result), whichLocation(nginx, url, near));
      },
    },
  };
}

function explained(view: View, { verdict, by, steps }: Answer): Explained {
  const { words, locale } = view;
  const placeOf = (d: Directive | undefined) => (d && locationsOf(view, [spanOf(d)])[0]) ?? null;
  const doubt = { en: 'not certain', 'zh-CN': '不确定' }[locale];
  const told = steps.map(({ statement, at, doubtful }) => {
    const text = words.statement(statement);
    const marked = !doubtful ? text : locale === 'en' ? `${text} (${doubt})` : `${text}（${doubt}）`;
    return { text: marked, at: placeOf(at) };
  });
  const list = told.map(({ text }, i) => `${i + 1}. ${asMarkdown(text)}`);
  const head = `**${asMarkdown(words.statement(verdict))}**`;
  return { text: [head, ...(list.length > 0 ? [list.join('\n')] : [])].join('\n\n'), at: placeOf(by), steps: told };
}

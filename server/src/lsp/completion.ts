import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  type SignatureHelp,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { defaultTarget } from '../core/targets.ts';
import type { LanguageId, Source } from '../core/text.ts';
import { type Around, complete, type Proposal, pagesAbout, type Subject } from '../service/complete.ts';
import { directiveText, documentationIn, firstSentence, type Library, wordText } from '../service/documentation.ts';
import { documentedForms, signatureAt } from '../service/signature.ts';
import { offsetOf, rangeOf, type View } from './convert.ts';
import { describeCard, quoted } from './hover.ts';
import type { Feature, Session } from './session.ts';

/** After these an editor asks by itself. A blank is none of them: nobody wants a list after every word. */
const triggers = ['$', '@', '/', '=', '.'];

export function completionFeature(session: Session): Feature {
  const { connection, host } = session;

  /** What is asked about one place of an open document. */
  function atPlace<R>(name: string, empty: R, answer: (...place: Parameters<typeof completionsAt>) => R | Promise<R>) {
    return session.guarded<TextDocumentPositionParams, R>(name, empty, async ({ textDocument: { uri }, position }, token) => {
      const result = await session.check(token);
      const source = session.source(uri);
      if (!source) return empty;
      const models = result.models(source.path);
      return answer(session.viewOf(result), result.files.get(source.path), source, offsetOf(source, position), {
        target: (models[0]?.nginx ?? models[0]?.sysctl)?.target ?? session.settings.target ?? defaultTarget,
        locale: session.locale,
        host,
        models,
        entries: result.entries(source.path),
      });
    });
  }

  connection.onCompletion(atPlace<CompletionItem[]>('completion', [], completionsAt));
  connection.onSignatureHelp(
    atPlace<SignatureHelp | null>('signature help', null, (...place) => signatureHelp(...place, session.environment)),
  );
  connection.onCompletionResolve((item, token) =>
    session.attempt('completion', item, async () => documented(session, session.viewOf(await session.check(token)), item)),
  );
  return {
    capabilities: () => ({
      completionProvider: { triggerCharacters: triggers, resolveProvider: true },
      signatureHelpProvider: { triggerCharacters: ['='], retriggerCharacters: [' '] },
    }),
  };
}

async function completionsAt(
  { abilities }: View,
  language: LanguageId | undefined,
  source: Source,
  offset: number,
  around: Around,
): Promise<CompletionItem[]> {
  const found = language && (await complete(language, source, offset, around));
  if (!found) return [];
  const range = rangeOf(source, found.at);
  return found.proposals.map((proposal): CompletionItem => {
    const { text, kind, snippet, detail, deprecated, rank, about } = proposal;
    const asSnippet = snippet !== undefined && abilities.snippets;
    return {
      label: text,
      kind: kinds[kind],
      sortText: `${rank} ${text}`,
      filterText: text,
      textEdit: { range, newText: asSnippet ? snippet : text },
      ...(asSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
      ...(detail !== undefined && { detail }),
      ...(deprecated && abilities.deprecatedItems && { tags: [CompletionItemTag.Deprecated] }),
      ...(about && { data: about }),
    };
  });
}

/** An item with what there is to read about it. */
async function documented({ environment, settings }: Session, view: View, item: CompletionItem): Promise<CompletionItem> {
  if (!isSubject(item.data)) return item;
  const pages = await pagesAbout(item.data, settings.target ?? defaultTarget, view.locale, environment);
  if (pages.length === 0) return item;
  const markdown = view.abilities.itemMarkdown;
  const text = pages.map((page) => describeCard({ ...view, markdown }, page));
  return {
    ...item,
    documentation: { kind: markdown ? 'markdown' : 'plaintext', value: text.join(markdown ? '\n\n---\n\n' : '\n\n') },
  };
}

/** What the directive at an offset takes, and what nginx's documentation says about it and about the word that is written. */
async function signatureHelp(
  { abilities, locale }: View,
  language: LanguageId | undefined,
  source: Source,
  offset: number,
  around: Around,
  library: Library,
): Promise<SignatureHelp | null> {
  const signature = language === 'nginx' ? signatureAt(source, offset, around) : undefined;
  if (!signature) return null;
  const docs = await documentationIn(library);
  const { fact, word } = signature;
  const text = directiveText(docs, fact);
  const said = [...(text ? [firstSentence(text.text)] : []), wordText(docs, fact, word) ?? ''].filter((part) => part !== '');
  const markdown = abilities.signatureMarkdown;
  const value = said.length > 0 ? quoted(locale, markdown, said.join('\n\n')).join('\n\n') : '';
  const forms = signature.isVague && text?.syntax.length ? documentedForms(signature, text.syntax) : [signature];
  return {
    signatures: forms.map(({ label, arguments: parts, active }) => ({
      label,
      parameters: parts.map(([from, to]) => ({ label: abilities.labelOffsets ? [from, to] : label.slice(from, to) })),
      ...(value && { documentation: markdown ? { kind: 'markdown', value } : value }),
      activeParameter: active ?? parts.length,
    })),
    activeSignature: 0,
    // Behind the last one: no part of it is emphasised.
    activeParameter: forms[0]!.active ?? forms[0]!.arguments.length,
  };
}

const isSubject = (data: unknown): data is Subject =>
  typeof data === 'object' &&
  data !== null &&
  'kind' in data &&
  (data.kind === 'directive' || data.kind === 'key') &&
  'name' in data;

const kinds: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  directive: CompletionItemKind.Property,
  block: CompletionItemKind.Module,
  parameter: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
  variable: CompletionItemKind.Variable,
  name: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  key: CompletionItemKind.Property,
};

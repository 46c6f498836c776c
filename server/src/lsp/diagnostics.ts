import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseConfig } from '../core/config.ts';
import { type CheckResult, rules } from '../service/service.ts';
import { diagnosticOf, pathOf, problemOf } from './convert.ts';
import { type Feature, isConfiguration, type Session } from './session.ts';

const nothing: DocumentDiagnosticReport = { kind: 'full', items: [] };

/** Findings, for clients that ask for them or else sent to them; never both. */
export function diagnosticsFeature(session: Session): Feature {
  const { connection, documents } = session;

  /** What the client was last told about a document. */
  const told = new Map<string, { readonly version: number; readonly json: string; readonly id: string }>();
  let ids = 0;

  async function diagnosticsOf(uri: string, result: CheckResult): Promise<Diagnostic[]> {
    const path = pathOf(uri);
    const source = session.source(uri);
    if (!source) return [];
    if (isConfiguration(path)) {
      const { problems } = await parseConfig(path, source.text, rules.keys());
      return problems.map((p) => problemOf(source, p, p.message[session.locale]));
    }
    const view = session.viewOf(result);
    return result.findings.filter((f) => f.at.file === path).map((f) => diagnosticOf(view, f, source));
  }

  /** Remembers what the client is told. An id stands for one version of a document and for what was said about it. */
  function tell({ uri, version }: TextDocument, items: readonly Diagnostic[]): { readonly id: string; readonly news: boolean } {
    const json = JSON.stringify(items);
    const last = told.get(uri);
    if (last?.version === version && last.json === json) return { id: last.id, news: false };
    const id = String(++ids);
    told.set(uri, { version, json, id });
    return { id, news: true };
  }

  async function publish(result: CheckResult): Promise<void> {
    for (const document of documents.all()) {
      const { uri, version } = document;
      const diagnostics = await diagnosticsOf(uri, result);
      if (tell(document, diagnostics).news)
        await connection.sendDiagnostics({ uri, diagnostics, ...(session.abilities.versions && { version }) });
    }
  }

  /** Whether a document would get another answer than it got, though it was not edited: its client does not ask again. */
  async function isStale(result: CheckResult): Promise<boolean> {
    for (const { uri, version } of documents.all()) {
      const last = told.get(uri);
      if (last?.version === version && JSON.stringify(await diagnosticsOf(uri, result)) !== last.json) return true;
    }
    return false;
  }

  connection.languages.diagnostics.on(
    session.guarded('diagnostics', nothing, async ({ textDocument, previousResultId }, token) => {
      const result = await session.check(token);
      const document = documents.get(textDocument.uri);
      if (!document) return nothing;
      const items = await diagnosticsOf(document.uri, result);
      const { id } = tell(document, items);
      return previousResultId === id ? { kind: 'unchanged', resultId: id } : { kind: 'full', resultId: id, items };
    }),
  );

  return {
    capabilities: () => ({
      ...(session.abilities.pull && {
        diagnosticProvider: { identifier: 'keepalint', interFileDependencies: true, workspaceDiagnostics: false },
      }),
    }),
    async refresh(result) {
      if (!session.abilities.pull) await publish(result);
      else if (session.abilities.refresh && (await isStale(result))) await connection.languages.diagnostics.refresh();
    },
    closed(uri) {
      told.delete(uri);
      if (!session.abilities.pull)
        void session.attempt('close', undefined, () => connection.sendDiagnostics({ uri, diagnostics: [] }));
    },
  };
}

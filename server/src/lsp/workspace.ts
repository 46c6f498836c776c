import {
  type CancellationToken,
  type Diagnostic,
  type Disposable,
  DocumentDiagnosticRequest,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressServerReporter,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Host } from '../core/host.ts';
import { nameOf } from '../core/path.ts';
import type { Severity } from '../core/rule.ts';
import { type CheckResult, createService, type Service } from '../service/service.ts';
import { filesBelow } from '../service/walk.ts';
import { diagnosticOf, pathOf } from './convert.ts';
import type { Feature, Session } from './session.ts';
import type { Settings } from './settings.ts';
import { watcher, watchersOf } from './watching.ts';

/** Milliseconds that nothing else waits for us. */
const turn = 10;

/** No workspace of configurations is larger; a home directory is. */
const mostFolders = 20_000;

/** What is known about a file of the workspace, whether it is open or not. */
interface Report {
  readonly uri: string;
  readonly id: string;
  readonly items: readonly Diagnostic[];
}

/**
 * Findings in files that nobody has open: from the first `keepalint.checkWorkspace` on, or always where the settings say so.
 * Open documents are told about as without it.
 */
export function workspaceFeature(session: Session): Feature {
  const { connection } = session;
  let asked = false;
  const isFollowed = () => asked || session.settings.diagnosticMode === 'workspace';

  // Looking

  let found: ReadonlyMap<string, Report> = new Map();
  let engine: { readonly settings: Settings; readonly service: Service; pause: Pause } | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastLook = 0;

  type Pause = (done: number, all: number) => Promise<void>;

  /** Models are not kept: most files are never looked at by a person. */
  function serviceWith(pause: Pause): Service {
    if (engine?.settings !== session.settings) {
      const { settings } = session;
      const service = createService({
        host: patient(session.host),
        target: settings.target,
        rules: settings.rules,
        pause: (done, all) => engine!.pause(done, all),
        onCrash: (rule, error) => connection.console.error(`${rule} crashed: ${error}`),
      });
      engine = { settings, service, pause };
    }
    engine.pause = pause;
    return engine.service;
  }

  /** One at a time; the next begins when the one before has ended, since it may not have seen the last change. */
  function look(onProgress: (done: number, all: number) => void = () => undefined, token?: CancellationToken) {
    const before = looking;
    const now = (async () => {
      await before;
      const start = performance.now();
      const breathe = breathing();
      const result = await serviceWith(async (done, all) => {
        if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
        onProgress(done, all);
        await breathe();
      }).check(await files());
      found = reportsOf(result);
      lastLook = performance.now() - start;
      await tell();
      return result;
    })();
    // Without the result: nobody has use for it here, and it holds all texts.
    looking = now.then(
      () => undefined,
      () => undefined,
    );
    return now;
  }

  async function files(): Promise<string[]> {
    const host = patient(session.host);
    let folders = 0;
    const isEnough = () => ++folders > mostFolders;
    const all: string[] = [];
    for (const folder of session.folders) {
      const links = new Map<string, string>();
      const below = await filesBelow(host, folder || '/', { isEnough, onLink: (path, to) => links.set(path, to) });
      all.push(...withoutTwins(below, links));
    }
    if (folders > mostFolders) connection.console.warn(`${mostFolders} folders of the workspace were looked at, not more`);
    return [...new Set([...all, ...session.requested])].sort();
  }

  function reportsOf(result: CheckResult): Map<string, Report> {
    const view = session.viewOf(result);
    const byPath = new Map<string, Diagnostic[]>();
    for (const finding of result.findings) {
      const items = byPath.get(finding.at.file) ?? [];
      items.push(diagnosticOf(view, finding, result.sources.get(finding.at.file)!));
      byPath.set(finding.at.file, items);
    }
    return new Map([...byPath].map(([path, items]) => [path, { uri: view.uriOf(path), id: idOf(items), items }]));
  }

  /** Follows what changes, behind everything that a person waits for. */
  function lookLater(): void {
    clearTimeout(timer);
    timer = setTimeout(
      () => void session.attempt('check of the workspace', undefined, async () => void (await follow())),
      lastLook === 0 ? 0 : Math.min(Math.max(300, lastLook * 3), 10_000),
    );
  }

  async function forget(): Promise<void> {
    found = new Map();
    engine = undefined;
    await watch([]);
  }

  async function follow(): Promise<void> {
    if (!isFollowed()) return;
    await watchAll(await look());
  }

  // Telling

  /** What is to be said about a file that is not open. */
  const reports = () => [...found].filter(([path]) => isFollowed() && !session.isOpen(path));
  const isPulled = () => session.abilities.pull && session.abilities.registersPull;

  /** What a client was sent that does not ask, by path. */
  const sent = new Map<string, Report>();
  let wake: (() => void)[] = [];
  let registration: Promise<Disposable> | undefined;

  function wakeAll(): void {
    const waiting = wake;
    wake = [];
    for (const done of waiting) done();
  }

  async function tell(): Promise<void> {
    if (isPulled()) {
      // A provider of its own, for no document: what is open is asked about where it always was.
      if (isFollowed())
        registration ??= connection.client.register(DocumentDiagnosticRequest.type, {
          identifier: 'keepalint.workspace',
          documentSelector: [{ scheme: 'keepalint-workspace' }],
          interFileDependencies: false,
          workspaceDiagnostics: true,
        });
      wakeAll();
      if (!isFollowed() && registration) {
        const before = await registration;
        registration = undefined;
        before.dispose();
      }
      return;
    }
    const now = new Map(reports());
    for (const [path, { uri }] of [...sent])
      if (!now.has(path)) {
        sent.delete(path);
        // Of an open document the client is told by others.
        if (!session.isOpen(path) || session.abilities.pull) await connection.sendDiagnostics({ uri, diagnostics: [] });
      }
    for (const [path, report] of now) {
      if (sent.get(path)?.id === report.id) continue;
      sent.set(path, report);
      await connection.sendDiagnostics({ uri: report.uri, diagnostics: [...report.items] });
    }
  }

  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _, reporter) => {
    const known = new Map(previousResultIds.map(({ uri, value }) => [pathOf(uri), { uri, id: value }]));
    let over = false;
    token.onCancellationRequested(() => {
      over = true;
      wakeAll();
    });
    // Clients ask again at once: an answer is given when there is one.
    for (;;) {
      const items = news(known);
      if (items.length && !reporter) return { items };
      if (items.length) reporter?.report({ items });
      if (over) return { items: [] };
      await new Promise<void>((done) => wake.push(done));
    }
  });

  /** What a client does not know yet; it does then. */
  function news(known: Map<string, { readonly uri: string; readonly id: string }>): WorkspaceDocumentDiagnosticReport[] {
    const now = new Map(reports());
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const say = (path: string, { uri, id, items: diagnostics }: Report) => {
      if (known.get(path)?.id === id) return;
      known.set(path, { uri, id });
      items.push({ kind: 'full', uri, version: null, resultId: id, items: [...diagnostics] });
    };
    for (const [path, report] of now) say(path, report);
    // Before the first look nothing is known to be gone.
    if (lastLook > 0) for (const [path, { uri }] of known) if (!now.has(path)) say(path, { uri, id: nothing, items: [] });
    return items;
  }

  const watch = watcher(session);
  const watchAll = (result: CheckResult) =>
    watch(
      watchersOf(
        session,
        [...result.files.keys()].flatMap((path) => result.dependencies(path)),
      ),
    );

  // The command

  async function checkWorkspace(_: readonly unknown[], token: CancellationToken) {
    const before = asked;
    asked = true;
    clearTimeout(timer);
    const progress = session.abilities.progress ? await connection.window.createWorkDoneProgress() : undefined;
    progress?.begin(titles[session.locale], 0, undefined, true);
    try {
      const result = await look((done, all) => report(progress, done, all), progress?.token ?? token);
      await watchAll(result);
      const count = (severity: Severity) => result.findings.filter((f) => f.severity === severity).length;
      return { files: result.files.size, error: count('error'), warning: count('warning'), info: count('info') };
    } catch (error) {
      // What was broken off is not to go on in the background.
      asked = before;
      throw error;
    } finally {
      progress?.done();
    }
  }

  return {
    commands: { 'keepalint.checkWorkspace': checkWorkspace },
    async refresh() {
      if (!isFollowed() && !registration && sent.size === 0) return;
      await tell();
      if (isFollowed()) lookLater();
      else await forget();
    },
  };
}

const titles = { en: 'keepalint: linting the workspace', 'zh-CN': 'keepalint：正在检查工作区' } as const;

function report(progress: WorkDoneProgressServerReporter | undefined, done: number, all: number): void {
  if (done % 10 === 0) progress?.report(Math.floor((done / all) * 100), `${done}/${all}`);
}

/** Stands for a file about which there is nothing to say. */
const nothing = 'none';

/** The same for the same findings, also after a restart of the server (FNV-1a). */
function idOf(items: readonly Diagnostic[]): string {
  const text = JSON.stringify(items);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${(hash >>> 0).toString(16)}-${text.length}`;
}

/** Lets others have their turn now and then. */
function breathing(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < turn) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
}

/** Files that are remembered are answered without a pause: a thousand of them would be one long turn. */
function patient(host: Host): Host {
  const breathe = breathing();
  return {
    read: async (path) => {
      await breathe();
      return host.read(path);
    },
    list: async (path) => {
      await breathe();
      return host.list(path);
    },
    isBoundary: (directory) => host.isBoundary(directory),
  };
}

/** Of a file and links to it one: in a folder of enabled files, for there nginx reads it. */
function withoutTwins(paths: readonly string[], links: ReadonlyMap<string, string>): string[] {
  const byTarget = new Map<string, string>();
  const isEnabled = (path: string) => /-enabled$/.test(nameOf(path.slice(0, path.lastIndexOf('/'))));
  for (const path of paths) {
    const target = links.get(path) || path;
    const other = byTarget.get(target);
    if (other === undefined || (isEnabled(path) && !isEnabled(other))) byTarget.set(target, path);
  }
  return [...byTarget.values()];
}

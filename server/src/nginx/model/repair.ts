import type { Edit } from '../../core/text.ts';
import { insertAfter, insertBefore, mostCopied, replaceWord, sourceOf, standIn } from './edits.ts';
import type { Directive, Nginx, Pass, Sent } from './model.ts';
import { isPooled, targets } from './reuse.ts';
import { locationOf } from './upstreams.ts';

/** Occurrences of one text beyond which no edit of it is offered. */
const most = 64;
const clear = 'proxy_set_header Connection "";';

/** What one pass lacks: words to replace, statements for the location, statements for the level its headers come from. */
interface Needs {
  readonly replacements: readonly Edit[];
  readonly statements: readonly string[];
}

/**
 * Edits after which passes send HTTP/1.1 and an empty Connection header. Headers that a location inherits stay with it:
 * they are copied, or the missing one is added where they are set when that is right for everything below. With `version`
 * only the first half, for rules that take care of the header.
 */
export function repairOf(nginx: Nginx, what: 'both' | 'version' = 'both'): (passes: readonly Pass[]) => Edit[] | undefined {
  const { sent } = nginx;
  const old = targets(nginx.target, 'old');
  const shared = sharing(nginx, sent);
  const closed = (p: Pass) => sent(p).reuse.new === 'no' || (old && sent(p).reuse.old === 'no');
  const keeps = (p: Pass) => sent(p).reuse.new === 'yes' && (!old || sent(p).reuse.old === 'yes');
  const memory = new Map<Pass, Needs | undefined>();
  const allowed = new Map<unknown, boolean>();
  return keepOpen;

  /** undefined: no edit is right for everything that shares the text of these passes. */
  function keepOpen(passes: readonly Pass[]): Edit[] | undefined {
    const edits: Edit[] = [];
    const byPlace = new Map<string, Map<number, Edit>>();
    for (const pass of passes) {
      const mine = editsOf(pass);
      if (!mine) return undefined;
      for (const edit of mine) {
        const inSeveral = (nginx.files.get(edit.at.file)?.times ?? 0) > 1;
        if (inSeveral && !shared.source(pass).every((p) => p === pass || editsOf(p)?.some((e) => isSame(e, edit))))
          return undefined;
        let inFile = byPlace.get(edit.at.file);
        if (!inFile) {
          inFile = new Map();
          byPlace.set(edit.at.file, inFile);
        }
        const other = inFile.get(edit.at.start);
        if (other && !isSame(other, edit)) return undefined;
        if (!other) edits.push(edit);
        inFile.set(edit.at.start, edit);
      }
    }
    return edits;
  }

  function editsOf(pass: Pass): Edit[] | undefined {
    const needs = needsOf(pass);
    if (!needs || needs.statements.length === 0) return needs && [...needs.replacements];
    const location = locationOf(pass);
    if (!location) return undefined;
    return [...needs.replacements, insertBefore(anchorOf(pass, location, needs.statements), needs.statements)];
  }

  /**
   * In front of the pass where all that include its text lack the same, else in front of what brings it into the location.
   * Half a repair never goes into a text that others include: their own repair may set the version elsewhere, too.
   */
  function anchorOf(pass: Pass, location: Directive, statements: readonly string[]): Directive {
    let inside = pass.directive;
    while (inside.parent && inside.parent !== location) inside = inside.parent;
    if (inside.via === location.via) return inside;
    const others = shared.source(pass);
    const same = (p: Pass) => needsOf(p)?.statements.join() === statements.join();
    return others.length === 1 || (what === 'both' && others.every(same)) ? inside : standIn(inside, location);
  }

  function needsOf(pass: Pass): Needs | undefined {
    if (!memory.has(pass)) {
      const apt = (what === 'version' || closed(pass)) && shared.source(pass).length <= most;
      memory.set(pass, apt ? lacking(pass) : undefined);
    }
    return memory.get(pass);
  }

  function lacking(pass: Pass): Needs | undefined {
    const location = locationOf(pass);
    const s = sent(pass);
    const replacements: Edit[] = [];
    const statements: string[] = [];

    const version = s.version.directives[0];
    if (version?.node.args[0]?.text === '1.0') {
      if (usersAllow(version)) replacements.push(replaceWord(version, version.node.args[0], '1.1'));
      else if (version.parent !== location) statements.push('proxy_http_version 1.1;');
      else return undefined;
    } else if (!version && old) statements.push('proxy_http_version 1.1;');
    if (what === 'version') return { replacements, statements };

    if (s.closing.length > 0) {
      if (s.closing.some((line) => line.node.args[1]!.text.includes('$'))) return undefined;
      if (s.closing.every(usersAllow))
        for (const line of s.closing) replacements.push(replaceWord(line, line.node.args[1]!, '""'));
      else if (s.headers.level !== location) return withCopies();
      else return undefined;
    } else if (s.connection.length === 0 && old) {
      const { level, directives } = s.headers;
      if (directives.length === 0 || level === location) statements.push(clear);
      else if (levelAllows(s, level)) replacements.push(insertAfter(standIn(directives.at(-1)!, level), [clear]));
      else return withCopies();
    }
    return { replacements, statements };

    function withCopies(): Needs | undefined {
      const copied = location && copies(s, location);
      return copied && { replacements, statements: [...statements, ...copied, clear] };
    }
  }

  /** Whether everything that a line applies to leads to a pool, and nothing of it keeps its connections as it is. */
  function usersAllow(line: Directive): boolean {
    return remember(line.node, () => shared.line(line).every((p) => isPooled(p, nginx) && !keeps(p)));
  }

  /** Whether everything that takes its headers from a level leads to a pool and is closed for want of the one. */
  function levelAllows({ headers: { directives } }: Sent, level: Directive | undefined): boolean {
    return remember(directives, () => {
      const once = (d: Directive | undefined) => !d || d.file.times === 1;
      return (
        once(level) &&
        once(standIn(directives.at(-1)!, level)) &&
        shared.level(directives).every((p) => isPooled(p, nginx) && closed(p))
      );
    });
  }

  function remember(key: unknown, answer: () => boolean): boolean {
    let known = allowed.get(key);
    if (known === undefined) {
      known = answer();
      allowed.set(key, known);
    }
    return known;
  }
}

/** The lines that a location inherits, as they are written, without the one that is replaced. */
function copies({ headers }: Sent, location: Directive): string[] | undefined {
  if (headers.directives.length > mostCopied) return undefined;
  const out: string[] = [];
  for (const d of headers.directives) {
    if (d.node.args[0]?.text.toLowerCase() === 'connection') continue;
    const text = sourceOf(d, location.file);
    if (text === undefined) return undefined;
    out.push(text);
  }
  return out;
}

/** Which passes share a text, a line or a level; each table made when first asked for. */
function sharing(nginx: Nginx, sent: (pass: Pass) => Sent) {
  const proxies = () => nginx.passes.filter(({ directive: d }) => d.name === 'proxy_pass' && d.ns === 'http');
  const table = (keys: (pass: Pass) => readonly unknown[]) => {
    let groups: Map<unknown, Pass[]> | undefined;
    return (key: unknown): readonly Pass[] => {
      if (!groups) {
        groups = new Map();
        for (const pass of proxies())
          for (const k of keys(pass)) {
            const group = groups.get(k);
            if (group) group.push(pass);
            else groups.set(k, [pass]);
          }
      }
      return groups.get(key) ?? [];
    };
  };
  const bySource = table((p) => [p.directive.node]);
  const byLine = table((p) => [...sent(p).connection, ...sent(p).version.directives].map((d) => d.node));
  const byLevel = table((p) => [sent(p).headers.directives]);
  return {
    source: (p: Pass) => bySource(p.directive.node),
    line: (d: Directive) => byLine(d.node),
    level: (directives: readonly Directive[]) => byLevel(directives),
  };
}

const isSame = (a: Edit, b: Edit) =>
  a.at.file === b.at.file && a.at.start === b.at.start && a.at.end === b.at.end && a.text === b.text;

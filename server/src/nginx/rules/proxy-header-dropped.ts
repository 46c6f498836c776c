import { ruleFor } from '../../core/rule.ts';
import { insertAfter, mostCopied, sourceOf, standIn } from '../model/edits.ts';
import { type Directive, type Effective, type Nginx, spanOf, wordsOf } from '../model/model.ts';

const some = {
  en: '{block} sets {directive} itself, so what {outer} sets is not inherited any more: {names}',
  'zh-CN': '{block} 自己设置了 {directive}，因此不再继承 {outer} 中的设置：{names}',
} as const;

export default ruleFor<Nginx>()({
  id: 'nginx/proxy-header-dropped',
  since: '0.1.0',
  messages: {
    /** Nothing of the outer level is repeated: the author takes it for inherited. */
    all: { severity: 'warning', ...some },
    /** Some of it is repeated word for word, so the author knows. */
    some: { severity: 'info', ...some },
  },
  notes: {
    dropped: { en: 'not inherited', 'zh-CN': '没有被继承' },
  },
  fixes: {
    repeat: { safety: 'unsafe', en: 'repeat them in {block}', 'zh-CN': '在 {block} 中重复这些设置' },
  },
  check(nginx, report) {
    const seen = new Set<Directive>();
    for (const pass of nginx.passes) {
      const directive = settings[pass.directive.name];
      if (!directive) continue;
      const inner = nginx.effective(directive, pass.directive.parent);
      const { level } = inner;
      const [first] = inner.directives;
      if (!level || !first || seen.has(first)) continue;
      seen.add(first);
      const outer = nginx.effective(directive, level.parent);
      if (!inner.complete || outer.directives.length === 0 || outer.directives.length > mostCopied) continue;
      const dropped = setsMore(directive, level) ? [] : missing(inner, outer);
      if (dropped.length === 0) continue;
      const text = new Set(inner.directives.map((d) => wordsOf(d)));
      const id = outer.directives.some((d) => text.has(wordsOf(d))) ? 'some' : 'all';
      const block = wordsOf(level);
      const names = dropped.map((d) => d.node.args[0]!.text);
      report(
        spanOf(standIn(first, level)),
        id,
        {
          block,
          directive,
          outer: outer.level ? wordsOf(outer.level) : 'http',
          names: { list: names.length > most ? [...names.slice(0, most), '…'] : names, word: 'and' },
        },
        {
          related: dropped.slice(0, most).map((d) => ({ note: 'dropped', at: spanOf(d) })),
          fixes: repeat(inner, dropped).map((edits) => ({ fix: 'repeat', edits, data: { block } })),
        },
      );
    }
  },
});

const settings: Readonly<Record<string, string>> = {
  proxy_pass: 'proxy_set_header',
  grpc_pass: 'grpc_set_header',
  fastcgi_pass: 'fastcgi_param',
  uwsgi_pass: 'uwsgi_param',
  scgi_pass: 'scgi_param',
};
const most = 8;

/** About one connection, not about the request: other rules look after them. */
const hopByHop = new Set(['connection', 'upgrade']);

function missing(inner: Effective, outer: Effective): Directive[] {
  const repeated = new Set(inner.directives.map((d) => d.node.args[0]?.text.toLowerCase()));
  return outer.directives.filter(({ node: { args } }) => {
    const name = args[0]?.text.toLowerCase();
    return name !== undefined && args.length >= 2 && !hopByHop.has(name) && !repeated.has(name);
  });
}

/** A stock file of parameters that is not here has some of its own, perhaps the very ones. */
function setsMore(directive: string, { children }: Directive): boolean {
  return directive.endsWith('_param') && children.some((c, i) => c.name === 'include' && children[i + 1]?.via !== c);
}

function repeat({ level, directives }: Effective, dropped: readonly Directive[]) {
  const last = standIn(directives.at(-1)!, level);
  const lines = dropped.map((d) => sourceOf(d, last.file));
  const complete = lines.every((line) => line !== undefined);
  return complete && last.file.times === 1 ? [[insertAfter(last, lines)]] : [];
}

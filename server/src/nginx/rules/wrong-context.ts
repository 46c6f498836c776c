import { ruleFor } from '../../core/rule.ts';
import { formatVersion } from '../../core/version.ts';
import type { DirectiveFact } from '../facts/directives.ts';
import { type Place, placeIn } from '../model/meaning.ts';
import { type Directive, type Nginx, spanOf, wordSpan } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/wrong-context',
  since: '0.2.0',
  messages: {
    block: {
      severity: 'error',
      en: '{name} is not allowed in {block}: nginx takes it in {contexts}',
      'zh-CN': '{name} 不能放在 {block} 中：nginx 只允许它出现在 {contexts} 中',
    },
    top: {
      severity: 'error',
      en: '{name} is not allowed outside of all blocks: nginx takes it in {contexts}',
      'zh-CN': '{name} 不能放在所有块之外：nginx 只允许它出现在 {contexts} 中',
    },
    outside: {
      severity: 'error',
      en: '{name} is not allowed in {block}: nginx takes it outside of all blocks only',
      'zh-CN': '{name} 不能放在 {block} 中：nginx 只允许它出现在所有块之外',
    },
    newBlock: {
      severity: 'error',
      en: '{name} is not allowed in {block}: nginx takes it in {contexts}, first in {version}',
      'zh-CN': '{name} 不能放在 {block} 中：nginx 只允许它出现在 {contexts} 中，且最早见于 {version}',
    },
    newTop: {
      severity: 'error',
      en: '{name} is not allowed outside of all blocks: nginx takes it in {contexts}, first in {version}',
      'zh-CN': '{name} 不能放在所有块之外：nginx 只允许它出现在 {contexts} 中，且最早见于 {version}',
    },
  },
  notes: {
    block: { en: 'the block it stands in', 'zh-CN': '它所在的块' },
    include: { en: 'this include brings it here', 'zh-CN': '它由这条 include 引入' },
  },
  toldAt: ['include'],
  check(nginx, report) {
    const oldest = Math.min(...nginx.target.nginx.map(({ min }) => min));
    for (const { directive: d, reason } of nginx.refusals) {
      if (reason.kind !== 'elsewhere') continue;
      const place = placeIn(d.parent, nginx.top);
      const contexts = { list: placesOf(reason.facts, place, oldest), word: 'or' } as const;
      const first = Math.min(...reason.facts.map((fact) => fact.first ?? 0));
      const version = first > oldest ? `nginx ${formatVersion(first, 'nginx')}` : undefined;
      const at = wordSpan(d, d.node.name);
      const related = around(d);
      const block = place.contexts?.map(written).join(', ');
      if (block === undefined || (!d.parent && block === 'main'))
        version
          ? report(at, 'newTop', { name: d.name, contexts, version }, { related })
          : report(at, 'top', { name: d.name, contexts }, { related });
      else if (contexts.list.join() === 'main') report(at, 'outside', { name: d.name, block }, { related });
      else if (version) report(at, 'newBlock', { name: d.name, block, contexts, version }, { related });
      else report(at, 'block', { name: d.name, block, contexts }, { related });
    }
  },
});

/** Where a directive may stand; with its namespace where this is another one. */
function placesOf(facts: readonly DirectiveFact[], { ns }: Place, oldest: number): readonly string[] {
  const near = facts.filter(({ namespace }) => ns === undefined || ns === 'core' || namespace === 'core' || namespace === ns);
  const places = (near.length > 0 ? near : facts).flatMap((fact) => {
    const recent = fact.forms.filter((_, i) => (fact.forms[i + 1]?.from ?? Number.POSITIVE_INFINITY) > oldest);
    const contexts = [...new Set(recent.flatMap((form) => form.contexts))];
    const foreign = fact.namespace !== 'core' && fact.namespace !== ns;
    return contexts.map((context) =>
      foreign && context !== fact.namespace ? `${fact.namespace} › ${written(context)}` : written(context),
    );
  });
  return [...new Set(places)];
}

/** `if in server` as a path. */
const written = (context: string) => context.replace(/^if in (.*)$/, '$1 › if');

function around({ parent, via, file }: Directive) {
  const outside = parent ? parent.via !== via || parent.file !== file : via !== undefined;
  return [
    ...(outside && via ? [{ note: 'include', at: spanOf(via) } as const] : []),
    ...(parent ? [{ note: 'block', at: wordSpan(parent, parent.node.name) } as const] : []),
  ];
}

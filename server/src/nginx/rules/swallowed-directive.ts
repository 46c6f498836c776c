import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { indentation } from '../model/edits.ts';
import { hasPlaceholder } from '../model/meaning.ts';
import type { Nginx } from '../model/model.ts';
import { occurrences, piecesOf, spreadNodes } from '../model/pieces.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/swallowed-directive',
  since: '0.2.0',
  messages: {
    swallowed: {
      severity: 'warning',
      en: '{next} is an argument of {directive} here, which nginx accepts: a semicolon is missing after {after}',
      'zh-CN': '{next} 在这里成了 {directive} 的参数，而 nginx 会接受：{after} 后面缺少分号',
    },
  },
  notes: {
    directive: { en: 'nginx takes it for an argument of this directive', 'zh-CN': 'nginx 把它当作这条指令的参数' },
  },
  fixes: {
    semicolon: { safety: 'unsafe', en: 'add the semicolon', 'zh-CN': '补上分号' },
  },
  check(nginx, report) {
    const places = occurrences(nginx);
    for (const file of nginx.files.values()) {
      const { text, path } = file.source;
      const at = (start: number, end: number) => ({ file: path, start, end });
      for (const node of spreadNodes(file.source)) {
        if (text[node.terminator] !== ';' || hasPlaceholder({ node, file })) continue;
        const found = piecesOf(nginx, node, text, places(node));
        if (!found || found.rejected) continue;
        const own = indentation(file, node.name.start);
        for (const [i, { name }] of found.pieces.entries()) {
          if (i === 0) continue;
          // `allow`, `root` and `internal` may be words of a list that goes over several lines.
          const alike = name.text.includes('_') || indentation(file, name.start) === own;
          if (!alike) continue;
          const before = found.pieces[i - 1]!.end;
          const after = shorten(text.slice(before.start, before.end), 50);
          const fixes =
            text[before.end - 1] === '\\'
              ? []
              : [{ fix: 'semicolon', edits: [{ at: at(before.end, before.end), text: ';' }] } as const];
          const related = [{ note: 'directive', at: at(node.name.start, node.name.end) } as const];
          report(
            at(name.start, name.end),
            'swallowed',
            { next: name.text, directive: node.name.text, after },
            { related, fixes },
          );
        }
      }
    }
  },
});

import { ruleFor } from '../../core/rule.ts';
import type { Nginx } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/bom',
  since: '0.2.0',
  supersedes: ['nginx/unknown-directive', 'nginx/syntax'],
  messages: {
    mark: {
      severity: 'error',
      en: 'the file begins with a byte order mark, which nginx takes for a part of the first word',
      'zh-CN': '文件以字节序标记（BOM）开头，nginx 会把它当作第一个单词的一部分',
    },
  },
  fixes: {
    drop: { safety: 'safe', en: 'delete the byte order mark', 'zh-CN': '删除字节序标记' },
  },
  check(nginx, report) {
    for (const { source } of nginx.files.values()) {
      // In a file with other bytes the three of the mark stay three characters.
      const length = source.text.startsWith('\ufeff')
        ? 1
        : source.encoding === 'latin1' && source.text.startsWith('ï»¿')
          ? 3
          : 0;
      if (length === 0) continue;
      const at = { file: source.path, start: 0, end: length };
      report(at, 'mark', {}, { fixes: [{ fix: 'drop', edits: [{ at, text: '' }] }] });
    }
  },
});

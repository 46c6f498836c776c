import { ruleFor } from '../../core/rule.ts';
import { isPlaceholder } from '../model/meaning.ts';
import { type Nginx, spanOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/include-missing',
  since: '0.2.0',
  messages: {
    missing: {
      severity: 'warning',
      en: 'there is no file {path}: nginx does not start without a file that is included by its name',
      'zh-CN': '没有文件 {path}：按文件名引入的文件不存在时，nginx 无法启动',
    },
  },
  check(nginx, report) {
    for (const d of nginx.directives('include')) {
      if (nginx.included(d)?.status !== 'missing') continue;
      const [path] = d.node.args;
      if (path && !isPlaceholder(path, d.file)) report(spanOf(d), 'missing', { path: path.text });
    }
  },
});

import type { Rule } from '../../core/rule.ts';
import type { Nginx } from '../model/model.ts';

/** In the order of the catalogue. */
export const rules: readonly Rule<Nginx>[] = [];

/** A function whose answer is kept as long as the object it is about: sources, trees and models never change. */
export function once<K extends object, V>(make: (about: K) => V): (about: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (about) => {
    let answer = known.get(about);
    if (!answer) {
      answer = { value: make(about) };
      known.set(about, answer);
    }
    return answer.value;
  };
}

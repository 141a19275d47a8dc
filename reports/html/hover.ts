/// <reference lib="dom" />

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Makes the charts of a report answer: under the pointer, and to the arrow keys, each shows the
 * row of the table behind it. There is no second copy of any figure, and without scripts nothing
 * is missing but this. The class reaches the page as its own source text: nothing outside of it
 * may be used in it, neither imports nor its own name.
 */
class Hover {
  readonly #drawing: Element;
  readonly #rows: readonly Element[];
  readonly #boxes: readonly Place[];
  /** Lies over the chart and takes pointer and keys; to a screen reader it is a slider. */
  readonly #surface: HTMLElement;
  readonly #mark: HTMLElement;
  readonly #tip: HTMLElement;
  #at = 0;

  /** Every figure that has both a chart and rows that lie in it. */
  static attachTo(page: Document): void {
    for (const figure of page.querySelectorAll('figure')) {
      const drawing = figure.querySelector('.drawing');
      const rows = [...figure.querySelectorAll('tr[data-box]')];
      if (drawing !== null && rows.length > 0) new this(page, drawing, rows).#begin(page);
    }
  }

  constructor(page: Document, drawing: Element, rows: readonly Element[]) {
    const make = (name: string): HTMLElement => {
      const element = page.createElement('div');
      element.className = name;
      return element;
    };
    this.#drawing = drawing;
    this.#rows = rows;
    this.#boxes = rows.map((row) => {
      const shares = (row.getAttribute('data-box') ?? '').split(' ').map((text) => +text / 1e4);
      const [x = 0, y = 0, width = 0, height = 0] = shares;
      return { x, y, width, height };
    });
    this.#mark = make('mark');
    this.#tip = make('tip');
    this.#surface = make('surface');
    this.#tip.setAttribute('aria-hidden', 'true');
    const title = drawing.querySelector('title')?.textContent ?? '';
    const slider = { role: 'slider', tabindex: '0', 'aria-label': `${title}: values` };
    const range = { 'aria-valuemin': '1', 'aria-valuemax': `${rows.length}` };
    for (const [name, value] of Object.entries({ ...slider, ...range })) {
      this.#surface.setAttribute(name, value);
    }
  }

  #begin(page: Document): void {
    this.#drawing.append(this.#mark, this.#tip, this.#surface);
    this.#tell();
    this.#hide();
    this.#listen(page);
  }

  #listen(page: Document): void {
    const surface = this.#surface;
    const point = (event: PointerEvent): void => this.#show(this.#nearest(event), event);
    surface.addEventListener('pointermove', point);
    surface.addEventListener('pointerdown', point);
    surface.addEventListener('pointerleave', () => {
      if (page.activeElement !== surface) this.#hide();
    });
    surface.addEventListener('focus', () => this.#show(this.#at));
    surface.addEventListener('blur', () => this.#hide());
    surface.addEventListener('keydown', (event) => {
      const at = this.#reached(event.key);
      if (at === null) return;
      event.preventDefault();
      this.#show(at);
    });
    page.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#hide();
    });
  }

  /** Where a key leads from the present row; null where it is none of ours. */
  #reached(key: string): number | null {
    const last = this.#rows.length - 1;
    const steps: { readonly [key: string]: number } = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageUp: -10,
      PageDown: 10,
      Home: -last,
      End: last,
    };
    const step = steps[key];
    if (step !== undefined) return Math.min(last, Math.max(0, this.#at + step));
    if (key === 'ArrowDown') return this.#across(1);
    return key === 'ArrowUp' ? this.#across(-1) : null;
  }

  /** The row in the next line below (1) or above (-1), nearest to this one. */
  #across(direction: 1 | -1): number {
    const here = this.#boxes[this.#at] as Place;
    const middle = (box: Place): number => box.x + box.width / 2;
    let best = this.#at;
    let least = Infinity;
    this.#boxes.forEach((box, at) => {
      const down = (box.y - here.y) * direction;
      if (down < 1e-3) return;
      const far = down * 10 + Math.abs(middle(box) - middle(here));
      if (far < least) [best, least] = [at, far];
    });
    return best;
  }

  /** The plot of the drawing that is to be seen, in pixels from the drawing's corner. */
  #plot(): Place {
    const charts = [...this.#drawing.querySelectorAll('svg')];
    const chart = charts.find((each) => each.getBoundingClientRect().width > 0);
    if (chart === undefined) return { x: 0, y: 0, width: 0, height: 0 };
    const outer = this.#drawing.getBoundingClientRect();
    const inner = chart.getBoundingClientRect();
    const scale = inner.width / chart.viewBox.baseVal.width;
    const given = (chart.getAttribute('data-plot') ?? '').split(' ');
    const [x = 0, y = 0, width = 0, height = 0] = given.map((text) => +text * scale);
    return { x: x + inner.left - outer.left, y: y + inner.top - outer.top, width, height };
  }

  #nearest(event: PointerEvent): number {
    const plot = this.#plot();
    const outer = this.#drawing.getBoundingClientRect();
    const x = event.clientX - outer.left - plot.x;
    const y = event.clientY - outer.top - plot.y;
    const away = ({ x: left, y: top, width, height }: Place): number =>
      Math.max(0, left * plot.width - x, x - (left + width) * plot.width) +
      Math.max(0, top * plot.height - y, y - (top + height) * plot.height) * 2;
    let best = 0;
    let least = Infinity;
    this.#boxes.forEach((box, at) => {
      const far = away(box);
      if (far < least) [best, least] = [at, far];
    });
    return best;
  }

  #show(at: number, pointer?: PointerEvent): void {
    this.#at = at;
    this.#tell();
    const plot = this.#plot();
    const box = this.#boxes[at] as Place;
    const left = plot.x + box.x * plot.width;
    const top = plot.y + box.y * plot.height;
    const width = Math.max(1, box.width * plot.width);
    const mark = this.#mark.style;
    mark.display = 'block';
    [mark.left, mark.top] = [`${left}px`, `${top}px`];
    [mark.width, mark.height] = [`${width}px`, `${box.height * plot.height}px`];
    const outer = this.#drawing.getBoundingClientRect();
    const middle = pointer === undefined ? left + width / 2 : pointer.clientX - outer.left;
    const tip = this.#tip.style;
    tip.display = 'block';
    // On the side that has more room, and never beyond the chart.
    const size = this.#tip.getBoundingClientRect();
    const beside = middle > outer.width / 2 ? middle - size.width - 16 : middle + 16;
    tip.left = `${Math.max(0, Math.min(beside, outer.width - size.width))}px`;
    tip.top = `${Math.max(0, Math.min(top, outer.height - size.height))}px`;
  }

  #hide(): void {
    this.#mark.style.display = 'none';
    this.#tip.style.display = 'none';
  }

  /** Writes the present row into the tip, and says it to screen readers. */
  #tell(): void {
    const row = this.#rows[this.#at] as Element;
    const headings = [...(row.closest('table')?.querySelectorAll('thead th') ?? [])];
    const page = this.#surface.ownerDocument;
    const said: string[] = [];
    const lines = [...row.children].map((cell, i) => {
      const line = page.createElement('div');
      const value = page.createElement(cell.tagName === 'TH' ? 'b' : 'span');
      value.textContent = cell.textContent;
      if (cell.tagName === 'TH') line.append(value);
      else line.append(`${headings[i]?.textContent} `, value);
      said.push(line.textContent ?? '');
      return line;
    });
    this.#tip.replaceChildren(...lines);
    this.#surface.setAttribute('aria-valuenow', `${this.#at + 1}`);
    this.#surface.setAttribute('aria-valuetext', said.join(', '));
  }
}

/** The page's one script, as text. */
export const hoverScript = `(${String(Hover)}).attachTo(document);`;

// The page array, kept sparse: what is known of each page frame, in sections of one largest block each. A section
// exists only while its block is cut up, so that a machine of 64 GiB costs next to nothing before it is used. Free
// lists and per-cpu lists are built on the links here; the policy is in buddy.ts.

import type { PageOwner } from "./part.js";

/** What the first page of a block is. */
export const pageState = { none: 0, free: 1, allocated: 2, pcp: 3 } as const;
export type PageStateValue = (typeof pageState)[keyof typeof pageState];

interface Section {
  readonly state: Uint8Array;
  readonly order: Uint8Array;
  readonly type: Uint8Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly owners: (PageOwner | undefined)[];
  /** Heads in use; at 0 the section is given back. */
  heads: number;
  nrOwners: number;
}

/** Facts of block heads. Pages that are no head read as `none`. All operations cost O(1). */
export interface PageStore {
  stateOf(pfn: number): PageStateValue;
  orderOf(pfn: number): number;
  /** Migratetype that the block was listed under, or will be freed to. */
  typeOf(pfn: number): number;
  setHead(pfn: number, state: PageStateValue, order: number, type: number): void;
  clearHead(pfn: number): void;
  nextOf(pfn: number): number;
  previousOf(pfn: number): number;
  setNext(pfn: number, value: number): void;
  setPrevious(pfn: number, value: number): void;
  ownerOf(pfn: number): PageOwner | undefined;
  setOwner(pfn: number, owner: PageOwner | undefined): void;
  /** Sections that hold arrays now, for memory accounting. */
  sectionCount(): number;
}

function newSection(pages: number): Section {
  return {
    state: new Uint8Array(pages),
    order: new Uint8Array(pages),
    type: new Uint8Array(pages),
    next: new Int32Array(pages),
    previous: new Int32Array(pages),
    owners: [],
    heads: 0,
    nrOwners: 0,
  };
}

/** A store for page frames 0..endPfn, whose largest block has 2^maxOrder pages; numbers of sections that change go to `changed`. */
export function createPageStore(endPfn: number, maxOrder: number, changed?: Set<number>): PageStore {
  const sectionPages = 2 ** maxOrder;
  const mask = sectionPages - 1;
  const nrSections = Math.ceil(endPfn / sectionPages) + 1;
  const sections: (Section | undefined)[] = new Array(nrSections);
  const spare: Section[] = [];
  // Whole blocks need no section: their facts stand here.
  const wholeState = new Uint8Array(nrSections);
  const wholeType = new Uint8Array(nrSections);
  const wholeNext = new Int32Array(nrSections);
  const wholePrevious = new Int32Array(nrSections);

  const needSection = (pfn: number): Section => {
    const index = pfn >>> maxOrder;
    let section = sections[index];
    if (!section) {
      section = spare.pop() ?? newSection(sectionPages);
      sections[index] = section;
    }
    return section;
  };
  const dropIfEmpty = (index: number, section: Section): void => {
    if (section.heads > 0 || section.nrOwners > 0) return;
    sections[index] = undefined;
    if (spare.length < 64) spare.push(section);
  };
  const isWhole = (pfn: number): boolean => (pfn & mask) === 0 && wholeState[pfn >>> maxOrder] !== 0;

  return {
    stateOf(pfn) {
      if (isWhole(pfn)) return (wholeState[pfn >>> maxOrder] ?? 0) as PageStateValue; // written by setHead only
      return (sections[pfn >>> maxOrder]?.state[pfn & mask] ?? 0) as PageStateValue; // written by setHead only
    },
    orderOf(pfn) {
      if (isWhole(pfn)) return maxOrder;
      return sections[pfn >>> maxOrder]?.order[pfn & mask] ?? 0;
    },
    typeOf(pfn) {
      if (isWhole(pfn)) return wholeType[pfn >>> maxOrder] ?? 0;
      return sections[pfn >>> maxOrder]?.type[pfn & mask] ?? 0;
    },
    setHead(pfn, state, order, type) {
      changed?.add(pfn >>> maxOrder);
      if (order === maxOrder) {
        wholeState[pfn >>> maxOrder] = state;
        wholeType[pfn >>> maxOrder] = type;
        return;
      }
      const section = needSection(pfn);
      const at = pfn & mask;
      if (section.state[at] === 0) section.heads += 1;
      section.state[at] = state;
      section.order[at] = order;
      section.type[at] = type;
    },
    clearHead(pfn) {
      const index = pfn >>> maxOrder;
      changed?.add(index);
      if (isWhole(pfn)) {
        wholeState[index] = 0;
        return;
      }
      const section = sections[index];
      if (!section || section.state[pfn & mask] === 0) return;
      section.state[pfn & mask] = 0;
      section.heads -= 1;
      dropIfEmpty(index, section);
    },
    nextOf(pfn) {
      return (
        (isWhole(pfn) ? wholeNext[pfn >>> maxOrder] : sections[pfn >>> maxOrder]?.next[pfn & mask]) ?? -1
      );
    },
    previousOf(pfn) {
      return (
        (isWhole(pfn) ? wholePrevious[pfn >>> maxOrder] : sections[pfn >>> maxOrder]?.previous[pfn & mask]) ??
        -1
      );
    },
    setNext(pfn, value) {
      if (isWhole(pfn)) wholeNext[pfn >>> maxOrder] = value;
      else needSection(pfn).next[pfn & mask] = value;
    },
    setPrevious(pfn, value) {
      if (isWhole(pfn)) wholePrevious[pfn >>> maxOrder] = value;
      else needSection(pfn).previous[pfn & mask] = value;
    },
    ownerOf(pfn) {
      return sections[pfn >>> maxOrder]?.owners[pfn & mask];
    },
    setOwner(pfn, owner) {
      const index = pfn >>> maxOrder;
      if (!owner && !sections[index]) return;
      changed?.add(index);
      const section = needSection(pfn);
      const at = pfn & mask;
      const had = section.owners[at] !== undefined;
      if (owner) section.owners[at] = owner;
      else if (had) section.owners[at] = undefined;
      section.nrOwners += (owner ? 1 : 0) - (had ? 1 : 0);
      if (!owner) dropIfEmpty(index, section);
    },
    sectionCount() {
      return sections.reduce((count, section) => count + (section ? 1 : 0), 0);
    },
  };
}

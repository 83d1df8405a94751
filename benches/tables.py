"""Cross tables of every closed question by sex, age and district with polars.

    python3 tables.py WIDE.csv COLUMN:OPTIONS,...

Makes a Parquet file beside the CSV (not timed), then counts from it; OPTIONS is 0 for a question with one answer, else
how many options a mask of several answers has. Prints the seconds, then "by,category,question,answer,people" lines.
"""

import sys
import time
from pathlib import Path

import polars as pl

KNOWN = ["q27", "q28", "q29"]


def prepare(csv, questions):
    """The file polars would be given: one small integer a question, one boolean an option of several answers."""
    wide = pl.read_csv(csv).cast(pl.Int16)
    columns = []
    for name, options in questions:
        if options:
            # State or "answered", then the marks.
            columns.append(pl.min_horizontal(name, 0).cast(pl.Int8).alias(name))
            for bit in range(options):
                mark = (pl.col(name) >= 0) & ((pl.col(name) // 2**bit) % 2 == 1)
                columns.append(mark.alias(f"{name}.{bit}"))
        else:
            columns.append(pl.col(name).cast(pl.Int8))
    parquet = Path(csv).with_suffix(".parquet")
    wide.select(columns).write_parquet(parquet)
    return parquet


def count(parquet, questions):
    """One query a question by one integer key, which is what polars groups fastest; all are collected together."""
    key = pl.lit(0, dtype=pl.Int32)
    for name in KNOWN:
        key = key * 16 + (pl.col(name) + 3)
    frame = pl.read_parquet(parquet).with_columns(key.alias("key")).lazy()
    queries = []
    for name, options in questions:
        if options:
            marks = [pl.col(f"{name}.{bit}").sum().alias(str(bit)) for bit in range(options)]
            states = [(pl.col(name) == state).sum().alias(str(state)) for state in (-1, -2)]
            queries.append(frame.group_by("key").agg(marks + states))
        else:
            answer = pl.col("key") * 16 + (pl.col(name) + 3)
            queries.append(frame.group_by(answer.alias("key")).agg(pl.len().alias("n")))
    return pl.collect_all(queries)


def by_attribute(counted, options):
    """The few counts of a question put together for each attribute, and for everybody."""
    if options:
        counted = counted.unpivot(index="key", variable_name="answer", value_name="n")
        counted = counted.with_columns(pl.col("answer").cast(pl.Int32))
    else:
        counted = counted.with_columns(answer=pl.col("key") % 16 - 3, key=pl.col("key") // 16)
    for place, by in enumerate(reversed(KNOWN)):
        option = (pl.col("key") // 16**place % 16 - 3).alias("by")
        yield by, counted.group_by(option, "answer").agg(pl.col("n").sum())
    everybody = counted.group_by("answer").agg(pl.col("n").sum())
    yield "", everybody.select(pl.lit(0).alias("by"), "answer", "n")


def main():
    """Counts and says how long it took."""
    csv, named = sys.argv[1:]
    questions = [(name, int(options)) for name, options in (pair.split(":") for pair in named.split(","))]
    parquet = prepare(csv, questions)
    began = time.perf_counter()
    counted = count(parquet, questions)
    tables = [list(by_attribute(one, options)) for one, (_, options) in zip(counted, questions)]
    print(time.perf_counter() - began)
    for number, tables_of_one in enumerate(tables):
        for by, table in tables_of_one:
            for category, answer, people in table.select("by", "answer", "n").iter_rows():
                print(f"{by},{category},{number},{answer},{people}")


main()

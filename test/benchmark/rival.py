"""
What a user of NumPy, SciPy and QuantLib would write for the work of the add-in, timed here and compared there.

One process for the whole benchmark. Writes the versions that it found as a line of JSON, then answers each line of the
standard input: {"work": name, "given": {...}, "round": n, "answer": true}. What is given is prepared once, outside the
time, and kept; the reply holds the seconds and, where asked for, the answer.
"""

import json
import math
import sys
import time


def version_of(name):
    try:
        return __import__(name).__version__
    except ImportError:
        return None


versions = {"Python": sys.version.split()[0], **{name: version_of(name) for name in ("numpy", "scipy", "QuantLib")}}
if versions["numpy"]:
    import numpy as np
if versions["scipy"]:
    from scipy.special import ndtr
if versions["QuantLib"]:
    import QuantLib as ql

MONTH_S = 2_629_800
BLOCKS_PER_MONTH = 4_383


def option_columns(given):
    return {name: np.array(value, dtype=float) for name, value in given.items()}


def option_price(given, _):
    """Black (1976), calls, over columns."""
    forward, strike, years, volatility = (given[name] for name in ("forward", "strike", "years", "volatility"))
    deviation = volatility * np.sqrt(years)
    d1 = np.log(forward / strike) / deviation + deviation / 2
    return np.exp(-given["rate"] * years) * (forward * ndtr(d1) - strike * ndtr(d1 - deviation))


def quoted_options(given):
    """Rows of numbers, as QuantLib's function takes them: what is left in the loop is its call."""
    rate = given["rate"]
    rows = zip(given["forward"], given["strike"], given["years"], given["price"])
    return [
        (forward, strike, price, math.exp(-rate * years), math.sqrt(years)) for forward, strike, years, price in rows
    ]


def implied_volatility(options, _):
    """QuantLib's solver, asked for about all digits; with its default accuracy, 1e-6, it is a tenth faster."""
    implied = ql.blackFormulaImpliedStdDev
    call = ql.Option.Call
    return [
        implied(call, strike, forward, price, discount, 0.0, ql.nullDouble(), 1e-14, 100) / root
        for forward, strike, price, discount, root in options
    ]


def mean_subsidies(start_height, months):
    """BTC per block, by month; a halving falls within one."""
    heights = start_height + np.arange(months * BLOCKS_PER_MONTH)
    return (50.0 / 2.0 ** (heights // 210_000)).reshape(months, BLOCKS_PER_MONTH).mean(axis=1)


def sim_miner(given, seed):
    """
    The distribution of a model's NPV: months in a loop, paths in columns.

    Price and difficulty are geometric Brownian motions about the model's; a month is run where it covers its power; tax
    carries losses forward; a share of the coins is kept and sold at the end.
    """
    model = given["model"]
    paths = given["paths"]
    months = model["months"]
    volatility = model["volatility"]
    difficulty_volatility = model["difficulty volatility"]
    correlation = model["price-difficulty correlation"]
    own = np.sqrt(1 - correlation * correlation)

    middle = np.arange(months) + 0.5
    years = middle / 12
    prices = model["btc price"] * (1 + model["btc price growth"]) ** years
    difficulties = model["difficulty"] * (1 + model["difficulty growth"]) ** middle
    hashrates = model["hashrate"] * (1 - model["hashrate degradation"]) ** years
    reward = mean_subsidies(model["start height"], months) + model["fees"]
    hashes = 1e12 * hashrates * MONTH_S * model["uptime"]
    coins = hashes / (difficulties * 2.0**32) * reward * (1 - model["pool fee"])
    energy = hashrates * model["efficiency"] / 1000 * 730.5 * model["uptime"] * model["pue"]
    power = energy * model["power price"] * (1 + model["power price growth"]) ** years
    discounts = (1 + model["discount rate"]) ** (-(np.arange(months) + 1) / 12)
    depreciation = (model["capex"] - model["resale value"]) / model["depreciation life"]
    opex = model["other opex"]
    tax_rate = model["tax rate"]
    kept_share = model["hodl share"]
    book_value = model["capex"] - depreciation * min(months, model["depreciation life"])

    generator = np.random.Generator(np.random.Philox(seed))
    w = np.zeros(paths)
    z = np.zeros(paths)
    loss = np.zeros(paths)
    kept_coins = np.zeros(paths)
    kept_cost = np.zeros(paths)
    months_run = np.zeros(paths)
    npv = np.full(paths, -float(model["capex"]))
    cumulative = npv.copy()
    highest = npv.copy()
    for month in range(months):
        step = np.sqrt((1 if month else 0.5) / 12)
        first = generator.standard_normal(paths)
        first *= step
        second = generator.standard_normal(paths)
        second *= step * own
        second += correlation * first
        w += first
        z += second
        price = prices[month] * np.exp(volatility * w - volatility**2 * years[month] / 2)
        mined = coins[month] * np.exp(-difficulty_volatility * z - difficulty_volatility**2 * years[month] / 2)
        runs = mined * price >= power[month]
        mined *= runs
        months_run += runs
        revenue = mined * price
        kept = kept_share * revenue
        kept_coins += kept_share * mined
        kept_cost += kept
        cash = revenue
        cash -= power[month] * runs
        cash -= opex
        profit = cash - (depreciation if month < model["depreciation life"] else 0)
        cash -= kept
        if month == months - 1:
            w += np.sqrt(0.5 / 12) * generator.standard_normal(paths)
            growth = (1 + model["btc price growth"]) ** (months / 12)
            final = model["btc price"] * growth * np.exp(volatility * w - volatility**2 * (months / 12) / 2)
            kept_value = kept_coins * final
            profit += model["resale value"] - book_value + kept_value - kept_cost
            cash += model["resale value"] + kept_value
        loss -= profit
        cash -= tax_rate * np.maximum(0.0, -loss)
        np.maximum(0.0, loss, out=loss)
        npv += cash * discounts[month]
        cumulative += cash
        np.maximum(highest, cumulative, out=highest)

    deviation = npv.std(ddof=1)
    npv.sort()
    low, quarter, middle, three_quarters, high = np.percentile(npv, [5, 25, 50, 75, 95])
    worst = int(0.05 * paths)
    return {
        "Mean NPV": npv.mean(),
        "Standard error": deviation / np.sqrt(paths),
        "Standard deviation": deviation,
        "5th percentile": low,
        "25th percentile": quarter,
        "Median": middle,
        "75th percentile": three_quarters,
        "95th percentile": high,
        "Probability of loss": (npv < 0).mean(),
        "CVaR 95 %": -npv[:worst].mean(),
        "Probability of payback": (highest >= 0).mean(),
        "Mean months run": months_run.mean(),
    }


works = {
    "option_price": (option_columns, option_price),
    "implied_volatility": (quoted_options, implied_volatility),
    "sim_miner": (dict, sim_miner),
}
kept = {}


def listed(answer):
    if isinstance(answer, dict):
        return {name: float(value) for name, value in answer.items()}
    return [float(value) for value in answer]


def reply(request):
    prepare, run = works[request["work"]]
    if "given" in request:
        kept[request["work"]] = prepare(request["given"])
    start = time.perf_counter()
    answer = run(kept[request["work"]], request.get("round", 0))
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "answer": listed(answer) if request.get("answer") else None}


print(json.dumps(versions), flush=True)
for line in sys.stdin:
    print(json.dumps(reply(json.loads(line))), flush=True)

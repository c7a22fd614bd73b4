"""Codes with known factors, and what the reference definitions give on them.

    python3 disentanglement_reference.py > disentanglement_reference.csv   # and the scores on stderr

Needs numpy, scipy and scikit-learn 1.2. The scores are computed with scikit-learn's own
GradientBoostingClassifier, LinearSVC, LogisticRegression and mutual_info_score, as
disentanglement_lib (Locatello et al. 2019) defines DCI, SAP, MIG and modularity.
"""
import sys
import warnings

import numpy as np
import scipy.stats
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mutual_info_score
from sklearn.svm import LinearSVC

warnings.simplefilter("ignore")
TRAINING, TEST = 600, 300
VALUES = [3, 2, 6, 10]
random = np.random.RandomState(3)
n = TRAINING + TEST
factors = np.stack([random.randint(v, size=n) for v in VALUES], axis=1)
unit = factors / (np.array(VALUES) - 1.0)
shape = np.array([0.2, 1.0, -0.6])[factors[:, 0]]
codes = np.stack(
    [
        shape + 0.2 * random.randn(n),
        unit[:, 3] - 0.5 * unit[:, 2] + 0.1 * random.randn(n),
        np.sin(3 * unit[:, 2]) + 0.3 * factors[:, 1] + 0.1 * random.randn(n),
        0.02 * random.randn(n),
        2 * (unit[:, 3] - 0.4) ** 2 + 0.1 * random.randn(n),
    ],
    axis=1,
)
codes = np.round(codes, 4).astype(np.float32)
for c, f in zip(codes, factors):
    print(",".join(["%.4f" % x for x in c] + [str(v) for v in f]))

x, xt = codes[:TRAINING], codes[TRAINING:]
y, yt = factors[:TRAINING], factors[TRAINING:]


def show(name, value):
    print(name, np.array2string(np.asarray(value), precision=10, floatmode="fixed"), file=sys.stderr)


importance, train, test = [], [], []
for f in range(len(VALUES)):
    model = GradientBoostingClassifier(random_state=0).fit(x, y[:, f])
    importance.append(model.feature_importances_)
    train.append(model.score(x, y[:, f]))
    test.append(model.score(xt, yt[:, f]))
m = np.array(importance).T
show("importance", m.T)
show("dci_disentanglement", np.sum((1 - scipy.stats.entropy(m.T + 1e-11, base=m.shape[1])) * m.sum(1) / m.sum()))
show("dci_completeness", np.sum((1 - scipy.stats.entropy(m + 1e-11, base=m.shape[0])) * m.sum(0) / m.sum()))
show("dci_informativeness", np.mean(test))
show("informativeness of training, test", [train, test])

score = np.zeros(m.shape)
for j in range(m.shape[0]):
    for f in range(m.shape[1]):
        svm = LinearSVC(C=0.01, class_weight="balanced", max_iter=1000000, tol=1e-8, random_state=0)
        score[j, f] = svm.fit(x[:, [j]], y[:, f]).score(xt[:, [j]], yt[:, f])
show("svm", score.T)
top = np.sort(score, axis=0)
show("sap", np.mean(top[-1] - top[-2]))

bins = np.stack([np.digitize(x[:, j], np.histogram(x[:, j], 20)[1][:-1]) for j in range(m.shape[0])])
mi = np.array([[mutual_info_score(y[:, f], b) for f in range(m.shape[1])] for b in bins])
h = np.array([mutual_info_score(y[:, f], y[:, f]) for f in range(m.shape[1])])
top = np.sort(mi, axis=0)
show("mig", np.mean((top[-1] - top[-2]) / h))
sq = mi ** 2
big = sq.max(axis=1)
show("modularity", np.mean(1 - (sq.sum(axis=1) - big) / (big * (m.shape[1] - 1))))
logistic = LogisticRegression(tol=1e-10, max_iter=10000).fit(x, y[:, 3])
show("logistic coefficients of factor 3", logistic.coef_)
show("accuracy", logistic.score(xt, yt[:, 3]))

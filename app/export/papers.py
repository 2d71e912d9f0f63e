"""The papers of the methods, as BibTeX."""

from typing import NamedTuple

from samgs_core import methods as m
from samgs_core.method import Method


class Paper(NamedTuple):
    """A paper: how BibTeX calls it, and which methods are its."""

    key: str
    methods: tuple[type[Method], ...]
    authors: str
    title: str
    year: int
    venue: str = ""
    arxiv: str = ""
    more: str = ""

    @property
    def bibtex(self) -> str:
        """The entry."""
        is_article = self.venue.startswith(("Transactions", "Comptes"))
        kind = "article" if is_article else "inproceedings" if self.venue else "misc"
        fields = [
            ("author", self.authors),
            ("title", f"{{{self.title}}}"),
            ("year", str(self.year)),
            ("journal" if is_article else "booktitle", self.venue),
            ("eprint", self.arxiv),
            ("archiveprefix", "arXiv" if self.arxiv else ""),
            ("url", self.more),
        ]
        lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
        return f"@{kind}{{{self.key},\n" + ",\n".join(lines) + "\n}"


ICML = "International Conference on Machine Learning (ICML)"
ICLR = "International Conference on Learning Representations (ICLR)"
NEURIPS = "Advances in Neural Information Processing Systems (NeurIPS)"
CVPR = "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)"
ECML = (
    "European Conference on Machine Learning and Principles and Practice of Knowledge Discovery "
    "in Databases (ECML PKDD)"
)
PAPERS = (
    Paper(
        "borsani2025samgs",
        (m.SAMGS,),
        "Borsani, Thomas and Rosani, Andrea and Nicosia, Giuseppe and Di Fatta, Giuseppe",
        "Gradient Similarity Surgery in Multi-Task Deep Learning",
        2025,
        ECML,
        "2506.06130",
    ),
    Paper(
        "yu2020pcgrad",
        (m.PCGrad,),
        "Yu, Tianhe and Kumar, Saurabh and Gupta, Abhishek and Levine, Sergey and Hausman, Karol "
        "and Finn, Chelsea",
        "Gradient Surgery for Multi-Task Learning",
        2020,
        NEURIPS,
        "2001.06782",
    ),
    Paper(
        "wang2021gradvac",
        (m.GradVac,),
        "Wang, Zirui and Tsvetkov, Yulia and Firat, Orhan and Cao, Yuan",
        "Gradient Vaccine: Investigating and Improving Multi-task Optimization in Massively "
        "Multilingual Models",
        2021,
        ICLR,
        "2010.05874",
    ),
    Paper(
        "desideri2012mgda",
        (m.MGDA,),
        r"D{\'e}sid{\'e}ri, Jean-Antoine",
        "Multiple-gradient Descent Algorithm ({MGDA}) for Multiobjective Optimization",
        2012,
        "Comptes Rendus Mathematique",
        more="https://doi.org/10.1016/j.crma.2012.03.014",
    ),
    Paper(
        "sener2018mgda",
        (m.MGDA,),
        "Sener, Ozan and Koltun, Vladlen",
        "Multi-Task Learning as Multi-Objective Optimization",
        2018,
        NEURIPS,
        "1810.04650",
    ),
    Paper(
        "liu2021cagrad",
        (m.CAGrad,),
        "Liu, Bo and Liu, Xingchao and Jin, Xiaojie and Stone, Peter and Liu, Qiang",
        "Conflict-Averse Gradient Descent for Multi-task Learning",
        2021,
        NEURIPS,
        "2110.14048",
    ),
    Paper(
        "navon2022nash",
        (m.NashMTL, m.SI),
        "Navon, Aviv and Shamsian, Aviv and Achituve, Idan and Maron, Haggai and Kawaguchi, Kenji "
        "and Chechik, Gal and Fetaya, Ethan",
        "Multi-Task Learning as a Bargaining Game",
        2022,
        ICML,
        "2202.01017",
    ),
    Paper(
        "liu2021imtl",
        (m.IMTLG, m.IMTLL),
        "Liu, Liyang and Li, Yi and Kuang, Zhanghui and Xue, Jing-Hao and Chen, Yimin and Yang, "
        "Wenming and Liao, Qingmin and Zhang, Wayne",
        "Towards Impartial Multi-task Learning",
        2021,
        ICLR,
        more="https://openreview.net/forum?id=IMPnRXEWpvr",
    ),
    Paper(
        "liu2023famo",
        (m.FAMO,),
        "Liu, Bo and Feng, Yihao and Stone, Peter and Liu, Qiang",
        "{FAMO}: Fast Adaptive Multitask Optimization",
        2023,
        NEURIPS,
        "2306.03792",
    ),
    Paper(
        "quinton2024jacobian",
        (m.UPGrad,),
        r"Quinton, Pierre and Rey, Val{\'e}rian",
        "Jacobian Descent for Multi-Objective Optimization",
        2024,
        arxiv="2406.16232",
    ),
    Paper(
        "lopezpaz2017gem",
        (m.DualProj,),
        "Lopez-Paz, David and Ranzato, Marc'Aurelio",
        "Gradient Episodic Memory for Continual Learning",
        2017,
        NEURIPS,
        "1706.08840",
    ),
    Paper(
        "chen2020graddrop",
        (m.GradDrop,),
        "Chen, Zhao and Ngiam, Jiquan and Huang, Yanping and Luong, Thang and Kretzschmar, Henrik "
        "and Chai, Yuning and Anguelov, Dragomir",
        "Just Pick a Sign: Optimizing Deep Multitask Models with Gradient Sign Dropout",
        2020,
        NEURIPS,
        "2010.06808",
    ),
    Paper(
        "senushkin2023aligned",
        (m.AlignedMTL,),
        "Senushkin, Dmitry and Patakin, Nikolay and Kuznetsov, Arseny and Konushin, Anton",
        "Independent Component Alignment for Multi-Task Learning",
        2023,
        CVPR,
        "2305.19000",
    ),
)

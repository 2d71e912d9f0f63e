"""More papers of the methods: weightings, and the others of each family."""

from app.export.papers import CVPR, ICLR, ICML, NEURIPS, Paper
from samgs_core import methods as m

MORE_PAPERS = (
    Paper(
        "lin2022rlw",
        (m.RLW,),
        "Lin, Baijiong and Ye, Feiyang and Zhang, Yu and Tsang, Ivor W.",
        "Reasonable Effectiveness of Random Weighting: A Litmus Test for Multi-Task Learning",
        2022,
        "Transactions on Machine Learning Research",
        "2111.10603",
    ),
    Paper(
        "chennupati2019gls",
        (m.GLS,),
        "Chennupati, Sumanth and Sistu, Ganesh and Yogamani, Senthil and Rawashdeh, Samir A.",
        "{MultiNet++}: Multi-Stream Feature Aggregation and Geometric Loss Strategy for Multi-Task "
        "Learning",
        2019,
        "IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)",
        "1904.08492",
    ),
    Paper(
        "kendall2018uncertainty",
        (m.UW,),
        "Kendall, Alex and Gal, Yarin and Cipolla, Roberto",
        "Multi-Task Learning Using Uncertainty to Weigh Losses for Scene Geometry and Semantics",
        2018,
        CVPR,
        "1705.07115",
    ),
    Paper(
        "liu2019attention",
        (m.DWA,),
        "Liu, Shikun and Johns, Edward and Davison, Andrew J.",
        "End-to-End Multi-Task Learning with Attention",
        2019,
        CVPR,
        "1803.10704",
    ),
    Paper(
        "lin2024stch",
        (m.STCH,),
        "Lin, Xi and Zhang, Xiaoyuan and Yang, Zhiyuan and Liu, Fei and Wang, Zhenkun and Zhang, "
        "Qingfu",
        "Smooth {Tchebycheff} Scalarization for Multi-Objective Optimization",
        2024,
        ICML,
        "2402.19078",
    ),
    Paper(
        "xiao2023sdmgrad",
        (m.SDMGrad,),
        "Xiao, Peiyao and Ban, Hao and Ji, Kaiyi",
        "Direction-oriented Multi-objective Learning: Simple and Provable Stochastic Algorithms",
        2023,
        NEURIPS,
        "2305.18409",
    ),
    Paper(
        "fernando2023moco",
        (m.MoCo,),
        "Fernando, Heshan Devaka and Shen, Han and Liu, Miao and Chaudhury, Subhajit and "
        "Murugesan, Keerthiram and Chen, Tianyi",
        "Mitigating Gradient Bias in Multi-objective Learning: A Provably Convergent Approach",
        2023,
        ICLR,
        "2210.12624",
    ),
    Paper(
        "ban2024fairgrad",
        (m.FairGrad,),
        "Ban, Hao and Ji, Kaiyi",
        "Fair Resource Allocation in Multi-Task Learning",
        2024,
        ICML,
        "2402.15638",
    ),
    Paper(
        "chen2018gradnorm",
        (m.GradNorm,),
        "Chen, Zhao and Badrinarayanan, Vijay and Lee, Chen-Yu and Rabinovich, Andrew",
        "{GradNorm}: Gradient Normalization for Adaptive Loss Balancing in Deep Multitask Networks",
        2018,
        ICML,
        "1711.02257",
    ),
    Paper(
        "liu2025config",
        (m.ConFIG,),
        "Liu, Qiang and Chu, Mengyu and Thuerey, Nils",
        "{ConFIG}: Towards Conflict-free Training of Physics Informed Neural Networks",
        2025,
        ICLR,
        "2408.11104",
    ),
    Paper(
        "lin2023dbmtl",
        (m.DBMTL,),
        "Lin, Baijiong and Jiang, Weisen and Ye, Feiyang and Zhang, Yu and Chen, Pengguang and "
        "Chen, Ying-Cong and Liu, Shu and Kwok, James T.",
        "Dual-Balancing for Multi-Task Learning",
        2023,
        arxiv="2308.12029",
    ),
    Paper(
        "he2024excess",
        (m.ExcessMTL,),
        "He, Yifei and Zhou, Shiji and Zhang, Guojun and Yun, Hyokun and Xu, Yi and Zeng, Belinda "
        "and Chilimbi, Trishul and Zhao, Han",
        "Robust Multi-Task Learning with Excess Risks",
        2024,
        ICML,
        "2402.02009",
    ),
)
RECON = Paper(
    "shi2023recon",
    (),
    "Shi, Guangyuan and Li, Qimai and Zhang, Wenlong and Chen, Jiaxin and Wu, Xiao-Ming",
    "Recon: Reducing Conflicting Gradients From the Root For Multi-Task Learning",
    2023,
    ICLR,
    "2302.11289",
)
"""Of the page Recon, which splits layers and is no method."""
